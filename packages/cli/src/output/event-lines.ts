import type { CampaignEvent, Reporter } from '@capbench/core'
import type { EventLine } from './event-line.ts'

type Members = EventLine extends infer Line ? (Line extends EventLine ? Omit<Line, 'schema' | 'atMs'> : never) : never

/** One line for a machine. */
export function eventLine(members: Members): string {
  const { type, ...rest } = members
  return `${JSON.stringify({ schema: 'capbench.event/1', type, atMs: performance.now(), ...rest })}\n`
}

/**
 * Writes every event as a line, as `capbench run --json-lines` does: `run(suite, { onEvent: eventLinesTo(write) })`.
 *
 * @param withOutput also what the runs print
 */
export function eventLinesTo(write: (line: string) => void, withOutput = false): Reporter {
  return (event) => {
    if (event.type !== 'output' || withOutput) write(eventLine(membersOf(event)))
  }
}

type Run = Extract<CampaignEvent, { readonly type: 'run-end' }>['run']

const placeOf = ({ benchmark, target, caseName }: Run['row']) => ({ benchmark, target, case: caseName })

function runOf({ row, kind, ordinal, attempt, order, total }: Run) {
  return { ...placeOf(row), vcpus: row.vcpus, kind, ordinal, attempt, order, total }
}

function membersOf(event: CampaignEvent): Members {
  switch (event.type) {
    case 'prepared': {
      const { accelerator, cpus, unmet } = event.facts
      return { type: event.type, target: event.target, accelerator, cpus: [...cpus], unmet: [...unmet] }
    }
    case 'planned': {
      const { campaignId, total, plan } = event
      const rows = plan.rows.map((row) => ({
        ...placeOf(row),
        ...{ vcpus: row.vcpus, warmups: row.warmups, runs: row.runs },
      }))
      const unsupported = plan.unsupported.map(({ row, causes: [{ reason, detail }] }) => ({
        ...placeOf(row),
        reason,
        detail,
      }))
      return { type: event.type, campaignId, total, proofs: plan.proofs.map(placeOf), rows, unsupported }
    }
    case 'run-start':
      return { type: event.type, run: runOf(event.run) }
    case 'output': {
      const base64 = Buffer.from(event.chunk).toString('base64')
      return { type: event.type, run: runOf(event.run), channel: event.channel, base64 }
    }
    case 'run-end':
      return { type: event.type, run: runOf(event.run), wallMs: event.wallMs, ...outcomeOf(event.outcome) }
    default:
      return event
  }
}

function outcomeOf(outcome: Extract<CampaignEvent, { readonly type: 'run-end' }>['outcome']) {
  if (!outcome.accepted) {
    const causes = outcome.causes.map(({ status, reason, detail }) => ({ status, reason, detail }))
    return { accepted: false, causes, headline: null, contaminations: [], setAside: false }
  }
  const { headline: first = null, contaminations, setAside } = outcome
  return {
    accepted: true,
    causes: [],
    headline: first,
    contaminations: contaminations.map(({ detail }) => detail),
    setAside,
  }
}
