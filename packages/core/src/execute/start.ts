import type { Entry, Suite } from '../define/suite.ts'
import { CapbenchError } from '../error.ts'
import type { Campaign } from '../evidence/campaign.ts'
import type { CampaignEvent } from './campaign-events.ts'
import { type RunOptions, run } from './run.ts'

/** A campaign that is under way: its events, once, and what it comes to. */
export interface RunningCampaign<E extends Entry = Entry> extends AsyncIterable<CampaignEvent> {
  readonly campaign: Promise<Campaign<E>>
}

/**
 * Executes a suite as `run` does, and hands its events out one after the other: `for await (const event of running)`.
 * Events wait until they are asked for, so that none is lost; the loop ends with the campaign, and throws what `run`
 * would throw. Leaving it early leaves the campaign running: abort `signal` to end that.
 *
 * Chunks of output are copies here.
 *
 * @throws CAPBENCH_USAGE where the events are asked for a second time
 */
export function start<E extends Entry>(suite: Suite<E>, options: RunOptions = {}): RunningCampaign<E> {
  const waiting: CampaignEvent[] = []
  let listens = true
  let ended = false
  let wake = (): void => {}
  const campaign = run(suite, {
    ...options,
    onEvent: (event) => {
      options.onEvent?.(event)
      if (!listens) return
      waiting.push(event.type === 'output' ? { ...event, chunk: Uint8Array.from(event.chunk) } : event)
      wake()
    },
  })
  const end = (): void => {
    ended = true
    wake()
  }
  campaign.then(end, end)
  async function* events(): AsyncGenerator<CampaignEvent, void, undefined> {
    try {
      for (;;) {
        for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) yield event
        if (ended) break
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      listens = false
      waiting.length = 0
    }
    await campaign
  }
  let taken = false
  return {
    campaign,
    [Symbol.asyncIterator]: () => {
      if (taken) throw new CapbenchError('CAPBENCH_USAGE', 'the events of a campaign can be gone through once')
      taken = true
      return events()
    },
  }
}
