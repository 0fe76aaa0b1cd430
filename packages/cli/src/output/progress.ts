import type { CampaignEvent, Reporter } from '@capbench/core'
import { formatQuantity, visible } from '@capbench/report'
import type { Io } from '../commands/command.ts'
import { preparedLines } from './prepared.ts'

/** A line about an event; `stays` where a reader wants it after the campaign as well. */
interface Line {
  readonly text: string
  readonly stays: boolean
}

/** Tells how a campaign goes: one plain line for each run, harmless for a terminal. */
export function progressTo({ stderr }: Pick<Io, 'stderr'>): Reporter {
  return (event) => {
    const line = lineOf(event)
    if (line !== undefined) stderr(`${line.text}\n`)
  }
}

/** What there is to say of an event, if anything; harmless for a terminal. */
export function lineOf(event: CampaignEvent): Line | undefined {
  switch (event.type) {
    case 'prepare':
      return { text: visible(`${event.target}: ${event.message}`), stays: false }
    case 'prepared':
      return { text: preparedLines(event.facts).map(visible).join('\n'), stays: true }
    case 'planned': {
      const { length } = event.plan.unsupported
      const text = `campaign ${event.campaignId}: ${counted(event.total, 'run')}, ${counted(length, 'row')} unsupported`
      return { text, stays: true }
    }
    case 'run-end': {
      const text = visible(`${place(event.run)}: ${outcomeOf(event)} (${(event.wallMs / 1000).toFixed(1)} s)`)
      return { text, stays: !event.outcome.accepted || event.outcome.contaminations.length > 0 }
    }
    case 'not-indexed': {
      const text = visible(`published, but not in the index of the store: ${event.directory}: ${event.reason}`)
      return { text, stays: true }
    }
    case 'quarantined': {
      const text = visible(`moved aside what a dead process left: ${event.directory}: ${event.reason}`)
      return { text, stays: true }
    }
    case 'resumed':
      return { text: `resumed ${event.campaignId} after ${counted(event.runs, 'run')}`, stays: true }
    case 'run-start':
    case 'output':
    case 'deriving':
    case 'published':
      return undefined
    default:
      return event satisfies never
  }
}

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

type RunEnd = Extract<CampaignEvent, { readonly type: 'run-end' }>

function place({ order, total, row, kind, ordinal, attempt }: RunEnd['run']): string {
  const count = `[${String(order).padStart(String(total).length)}/${total}]`
  const which = `${kind === 'warmup' ? 'warm-up' : kind} ${ordinal}${attempt > 1 ? `, attempt ${attempt}` : ''}`
  return `${count} ${row.benchmark} ${row.target} ${row.caseName} ${which}`
}

function outcomeOf({ outcome }: RunEnd): string {
  if (!outcome.accepted) {
    const [{ status, reason, detail }] = outcome.causes
    return `${status}: ${reason}: ${detail}`
  }
  const { headline, contaminations, setAside } = outcome
  const text =
    headline === undefined ? 'accepted' : `${headline.metric} ${formatQuantity(headline.value, headline.unit)}`
  if (contaminations.length === 0) return text
  return `${text}, ${setAside ? 'set aside' : 'contended'}: ${contaminations.map(({ detail }) => detail).join('; ')}`
}
