import { randomBytes } from 'node:crypto'
import {
  type ChannelName,
  type DialogueStep,
  defineAuthorityProfile,
  type HostEvent,
  type RunEnd,
  type Target,
} from '@capbench/core'
import { context } from '../../helpers/run-guest.ts'

export interface ImageRun {
  readonly end: RunEnd
  readonly console: string
  readonly channels: Readonly<Partial<Record<ChannelName, string>>>
  readonly events: readonly HostEvent[]
  readonly command: readonly string[]
  readonly nonce: string
}

export interface ImageRunOptions {
  readonly vcpus?: number
  readonly runTimeoutMs?: number
  readonly signal?: AbortSignal
  readonly onEvent?: (event: HostEvent) => void
}

/** Prepares a target, holds one dialogue with it and keeps everything that came. */
export async function runImage(
  target: Target,
  dialogue: readonly DialogueStep[],
  { vcpus = 1, runTimeoutMs = 20_000, signal = new AbortController().signal, onEvent }: ImageRunOptions = {},
): Promise<ImageRun> {
  const facts = await target.prepare(context)
  if (facts.unmet.length > 0) throw new Error(JSON.stringify(facts.unmet))
  const channels: Partial<Record<ChannelName, string>> = {}
  const events: HostEvent[] = []
  const nonce = randomBytes(16).toString('hex')
  let command: readonly string[] = []
  const end = await target.execute(
    {
      benchmark: 'question',
      caseName: `smp${vcpus}`,
      vcpus,
      oversubscribe: false,
      work: { form: 'console', dialogue },
      authority: defineAuthorityProfile({ name: 'test', terms: ['cpu'] }),
      nonce,
      launcherNonce: '0'.repeat(32),
      runTimeoutMs,
    },
    {
      started: ({ file, args }) => {
        command = [file, ...args]
      },
      write: (channel, chunk) => {
        channels[channel] = (channels[channel] ?? '') + Buffer.from(chunk).toString('latin1')
      },
      event: (event) => {
        events.push(event)
        onEvent?.(event)
      },
      artifact: () => {},
    },
    signal,
  )
  return { end, console: channels.console ?? '', channels, events, command, nonce }
}

/** The steps that were done, and the phases that were entered, in their order. */
export function story({ events }: Pick<ImageRun, 'events'>): readonly string[] {
  return events.flatMap((event) =>
    event.kind === 'step' ? [`${event.index} ${event.step}`] : event.kind === 'phase' ? [event.phase] : [],
  )
}
