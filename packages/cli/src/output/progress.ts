import type { CampaignEvent, Reporter } from '@capbench/core'
import { formatQuantity, visible } from '@capbench/report'
import type { Io } from '../commands/command.ts'
import { preparedLines } from './prepared.ts'

/**
 * Tells how a campaign goes. To a terminal: one line that is written over, and lines that stay for what went wrong;
 * else one plain line for each run.
 */
export function progressTo({ stderr, columns }: Pick<Io, 'stderr' | 'columns'>): Reporter {
  const live = columns !== undefined
  const clear = live ? '\r\u001b[2K' : ''
  const stay = (text: string) => stderr(`${clear}${text}\n`)
  // A terminal that does not say how wide it is has 0 columns.
  const width = columns === undefined || columns === 0 ? undefined : columns - 1
  const pass = (text: string) => (live ? stderr(`${clear}${text.slice(0, width)}`) : undefined)
  return (event: CampaignEvent) => {
    switch (event.type) {
      case 'prepare':
        return live
          ? pass(visible(`${event.target}: ${event.message}`))
          : stay(visible(`${event.target}: ${event.message}`))
      case 'prepared':
        return stay(preparedLines(event.facts).map(visible).join('\n'))
      case 'planned': {
        const { length } = event.plan.unsupported
        return stay(
          `campaign ${event.campaignId}: ${counted(event.total, 'run')}, ${counted(length, 'row')} unsupported`,
        )
      }
      case 'run-start':
        return pass(`${place(event.run)}: running`)
      case 'output':
        return undefined
      case 'run-end': {
        const text = visible(`${place(event.run)}: ${outcomeOf(event)} (${(event.wallMs / 1000).toFixed(1)} s)`)
        return live && event.outcome.accepted && event.outcome.contaminations.length === 0 ? pass(text) : stay(text)
      }
      case 'deriving':
        return pass('deriving results from the raw logs')
      case 'published':
        return live ? stderr(clear) : undefined
      case 'not-indexed':
        return stay(visible(`published, but not in the index of the store: ${event.directory}: ${event.reason}`))
      case 'quarantined':
        return stay(visible(`moved aside what a dead process left: ${event.directory}: ${event.reason}`))
      case 'resumed':
        return stay(`resumed ${event.campaignId} after ${counted(event.runs, 'run')}`)
      default:
        return event satisfies never
    }
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
