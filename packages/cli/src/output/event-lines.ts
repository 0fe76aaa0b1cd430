import { type CampaignEvent, type Reporter, Type } from '@capbench/core'

const text = Type.String()
const count = Type.Integer({ minimum: 0 })
const place = { benchmark: text, target: text, case: text }
const line = <T extends string, Members extends Parameters<typeof Type.Object>[0]>(type: T, members: Members) =>
  Type.Object({
    schema: Type.Literal('capbench.event/1'),
    type: Type.Literal(type),
    /** Monotonic time since the process began, in ms. */
    atMs: Type.Number({ minimum: 0 }),
    ...members,
  })

const run = Type.Object({
  ...place,
  vcpus: count,
  kind: Type.Enum(['proof', 'warmup', 'measured']),
  ordinal: count,
  attempt: count,
  /** Position in the campaign, from 1, of as many as are planned by now. */
  order: count,
  total: count,
})
const headline = Type.Object({ metric: text, value: Type.Number(), unit: text })
const cause = Type.Object({ status: text, reason: text, detail: text })

/**
 * A line of `capbench run --json-lines`; a JSON Schema. Members are only added, as long as the number of the schema stays.
 */
export const EventLine = Type.Union([
  line('prepare', { target: text, message: text }),
  line('prepared', {
    target: text,
    accelerator: text,
    cpus: Type.Array(count),
    unmet: Type.Array(Type.Object({ need: text, detail: text, remedy: text })),
  }),
  line('planned', {
    campaignId: text,
    total: count,
    proofs: Type.Array(Type.Object(place)),
    rows: Type.Array(Type.Object({ ...place, vcpus: count, warmups: count, runs: count })),
    unsupported: Type.Array(Type.Object({ ...place, reason: text, detail: text })),
  }),
  line('resumed', { campaignId: text, runs: count }),
  line('run-start', { run }),
  /** With `--follow` alone. */
  line('output', { run, channel: text, base64: text }),
  line('run-end', {
    run,
    wallMs: Type.Number({ minimum: 0 }),
    accepted: Type.Boolean(),
    /** Empty where it was accepted. */
    causes: Type.Array(cause),
    headline: Type.Union([headline, Type.Null()]),
    /** What else had its CPUs. */
    contaminations: Type.Array(text),
    /** To be made again: its numbers are no samples. */
    setAside: Type.Boolean(),
  }),
  line('deriving', {}),
  line('published', { directory: text }),
  line('not-indexed', { directory: text, reason: text }),
  line('quarantined', { directory: text, reason: text }),
  /** The last line: the document that `--json` prints. */
  line('document', { document: Type.Unknown() }),
  /** The last line in its place, where a command came to no result. */
  line('error', { error: Type.Object({ code: text, message: text, remedy: text }), exitCode: count }),
])
export type EventLine = Type.Static<typeof EventLine>

type Members = EventLine extends infer Line ? (Line extends EventLine ? Omit<Line, 'schema' | 'atMs'> : never) : never

/** One line for a machine. */
export function eventLine(members: Members): string {
  const { type, ...rest } = members
  return `${JSON.stringify({ schema: 'capbench.event/1', type, atMs: performance.now(), ...rest })}\n`
}

/** Writes every event as a line. @param withOutput also what the runs print */
export function eventLinesTo(write: (line: string) => void, withOutput: boolean): Reporter {
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
