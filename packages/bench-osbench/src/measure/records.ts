import { framed, type Parser, Type } from '@capbench/core'
import type { Batch } from './batches.ts'

const count = Type.Integer({ minimum: 0 })
const strict = { additionalProperties: false } as const

const Env = Type.Object(
  {
    seed: Type.String({ pattern: '^[0-9a-f]{16}$' }),
    tickNs: count,
    resolutionNs: count,
    readPs: count,
    loopPs: count,
    cpus: Type.Integer({ minimum: 1 }),
    intents: count,
  },
  strict,
)
const Probe = Type.Object(
  { subsystem: Type.String(), tried: Type.String(), came: Type.String(), there: Type.Boolean() },
  strict,
)
const Intent = Type.Object(
  {
    id: Type.String(),
    attempt: Type.Integer({ minimum: 1, maximum: 3 }),
    outcome: Type.Union([Type.Literal('passed'), Type.Literal('failed'), Type.Literal('absent')]),
    mechanism: Type.String(),
    gate: Type.Union([Type.Literal('cpu'), Type.Literal('pair'), Type.Literal('children'), Type.Literal('none')]),
    check: Type.String(),
    detail: Type.String(),
    operations: count,
    steps: Type.Integer({ minimum: 1 }),
    bytes: count,
    perFault: Type.Boolean(),
    batches: count,
    timedEach: count,
    longestNs: count,
    wallNs: count,
  },
  strict,
)
const ofAttempt = { id: Type.String(), attempt: Type.Integer({ minimum: 1 }) }
const Batches = Type.Object(
  { ...ofAttempt, from: count, rows: Type.Array(Type.Array(count, { minItems: 5, maxItems: 5 })) },
  strict,
)
const Histogram = Type.Object(
  { ...ofAttempt, pairs: Type.Array(Type.Array(count, { minItems: 2, maxItems: 2 })) },
  strict,
)
const Done = Type.Object({ canaryNs: count, filesLeft: Type.Integer() }, strict)

/** What one attempt at one intent left behind. */
export interface Attempt extends Type.Static<typeof Intent> {
  /** Every batch that was timed, clean or not, in order. */
  readonly rows: readonly Batch[]
  /** Of operations that were timed one by one: bucket and count, as `bucketNs` has them. */
  readonly histogram: readonly { readonly bucket: number; readonly count: number }[]
}

/** What one run of osbench reported. */
export interface OsbenchRun {
  readonly envs: readonly Type.Static<typeof Env>[]
  readonly probes: readonly Type.Static<typeof Probe>[]
  /** By id, the attempts of each in order. */
  readonly intents: readonly { readonly id: string; readonly attempts: readonly Attempt[] }[]
  /** Batches and histograms that continue nothing: of no attempt, or not where the part before them ends. */
  readonly stray: readonly string[]
  readonly done: readonly Type.Static<typeof Done>[]
}

const records = { env: Env, probe: Probe, intent: Intent, batches: Batches, histogram: Histogram, done: Done }

const batchOf = ([wallNs = 0, cpuNs = 0, canaryNs = 0, switches = 0, faults = 0]: readonly number[]): Batch => ({
  wallNs,
  cpuNs,
  canaryNs,
  switches,
  faults,
})

const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

/** Where the records are and whether they carry the nonce, as `framed` has it. */
export interface RecordPlace {
  readonly from?: 'records' | 'console'
  readonly nonce?: 'given' | 'none'
}

/** The records of `osbench` as another system prints them. */
export function osbenchRecordsOf(place: RecordPlace = {}): Parser<OsbenchRun> {
  return framed({ ...place, version: 1, records, observe })
}

type Said = { readonly [R in keyof typeof records]: readonly Type.Static<(typeof records)[R]>[] }

interface Part {
  readonly id: string
  readonly attempt: number
}
const isOf = (said: Part) => (part: Part) => part.id === said.id && part.attempt === said.attempt

function observe({ env, probe, intent, batches, histogram, done }: Said): OsbenchRun {
  const stray = [...batches, ...histogram].filter((part) => !intent.some(isOf(part))).map(named)
  const attempts = intent.map((said): Attempt => {
    const rows: Batch[] = []
    for (const part of batches.filter(isOf(said))) {
      if (part.from === rows.length) rows.push(...part.rows.map(batchOf))
      else stray.push(`${named(part)} go on from ${part.from}, and ${rows.length} came before`)
    }
    const pairs = histogram.filter(isOf(said)).flatMap((part) => part.pairs)
    return { ...said, rows, histogram: pairs.map(([bucket = 0, times = 0]) => ({ bucket, count: times })) }
  })
  const grouped = [...Map.groupBy(attempts, ({ id }) => id)].sort(byId)
  return { envs: env, probes: probe, intents: grouped.map(([id, own]) => ({ id, attempts: own })), stray, done }
}

const named = ({ id, attempt }: Part): string => `parts of ${id}, attempt ${attempt}`

/** Parser of the records of `osbench`, on every system that runs it. */
export const osbenchRecords: Parser<OsbenchRun> = osbenchRecordsOf()
