import type { Benchmark } from '../define/benchmark.ts'
import type { StoredResult } from '../encode/result.ts'
import type { EvidenceContent } from '../evidence/content.ts'
import { type Stop, stopsOf } from '../plan/next.ts'
import type { Plan } from '../plan/plan.ts'
import type { Statistics } from '../statistics/load.ts'
import { type AssessedRun, soFar } from '../summarize/assess-runs.ts'
import type { Contention } from '../verify/contention/contention.ts'
import { costsOfRows, type RowCosts } from './boot-costs.ts'
import { headlineOf } from './claim.ts'
import { type JudgedGate, judgeGate } from './gates.ts'
import { type Regressions, regressionsOf } from './regressions.ts'
import type { JudgedResult } from './rows.ts'
import { type PassedResult, type Scaling, type Speedup, scalingOf, speedupsOf } from './speedups.ts'
import { type RowStability, stabilityOf } from './stability.ts'

/** What spans several results; stored as `analysis.json`. */
export interface Analysis {
  readonly schema: 'capbench.analysis/1'
  readonly campaignId: string
  readonly configHash: string
  readonly artifactHash: string
  /** `max-runs` where some benchmark on some target got all the runs that it may have and is not precise yet. */
  readonly stopReason: 'fixed' | 'precision' | 'max-runs' | 'cancelled'
  /** Why each benchmark on each target got no more runs. */
  readonly stops: readonly Stop[]
  readonly counts: {
    readonly passed: number
    readonly failed: number
    readonly unsupported: number
    readonly invalid: number
  }
  readonly speedups: readonly Speedup[]
  /** Descriptive curves through them. */
  readonly scaling: readonly Scaling[]
  /** How steady each row was. */
  readonly stability: readonly RowStability[]
  readonly gates: readonly JudgedGate[]
  /** The gates among them that test for a regression, together; null where there are none. */
  readonly regressions: Regressions | null
  /** How much of their CPUs the measured runs really had, in the order in which they ran. */
  readonly contention: readonly RunContention[]
  /** What the runs of each row cost besides their work, where the driver kept it. */
  readonly costs: readonly RowCosts[]
}

/** One measured run, by its folder. */
export interface RunContention extends Contention {
  readonly run: string
  readonly attempt: number
  /** Contaminated, and made again: its numbers are no samples. */
  readonly setAside: boolean
}

/** One operation of a primitive is the same on however many CPUs: nothing is divided, so nothing is sped up. */
const isPrimitive = (definition: Benchmark | undefined): boolean => definition?.tier === 1 || definition?.tier === 2

export function analyse(input: {
  readonly content: EvidenceContent
  readonly definitions: ReadonlyMap<string, Benchmark>
  readonly judged: readonly JudgedResult[]
  readonly plan: Plan
  readonly statistics: Statistics
  readonly runs: readonly AssessedRun[]
  readonly artifactHash: string
  readonly configHash: string
}): Analysis {
  const { content, definitions, judged } = input
  const results = judged.map(({ result }) => result)
  const count = (status: StoredResult['status']) => results.filter((result) => result.status === status).length
  const entries = content.config.entries.filter(({ benchmark }) => (definitions.get(benchmark)?.tier ?? 0) > 0)
  const stops = stopsOf(input.plan, input.runs.map(soFar))
  const stability = judged.flatMap((each) => stabilityOf(each, input.statistics))
  const headlines = entries.flatMap(({ benchmark, target }) => {
    const definition = definitions.get(benchmark)
    const metric = definition && headlineOf(definition)
    if (metric === undefined) return []
    const rows = rowsOf(results, { benchmark, target, metric })
    const floorOf = (row: PassedResult) => judged.find(({ result }) => result === row)?.noiseFloor ?? null
    return [{ rows, speedups: isPrimitive(definition) ? [] : speedupsOf(rows, floorOf) }]
  })
  const gates = entries.flatMap(({ benchmark, target, enforced }) => {
    const definition = definitions.get(benchmark)
    if (definition === undefined) return []
    const own = { benchmark, target }
    const steady = stability.filter((row) => row.benchmark === benchmark && row.target === target)
    const rows = rowsOf(results, own)
    return definition.gates.map((gate) => judgeGate(gate, { definition, target, rows, stability: steady, enforced }))
  })
  return {
    schema: 'capbench.analysis/1',
    campaignId: content.campaign.campaignId,
    configHash: input.configHash,
    artifactHash: input.artifactHash,
    stopReason: content.campaign.ended === 'cancelled' ? 'cancelled' : stopReasonOf(stops),
    stops,
    counts: {
      passed: count('passed'),
      failed: count('failed'),
      unsupported: count('unsupported'),
      invalid: count('invalid'),
    },
    speedups: headlines.flatMap(({ speedups }) => speedups),
    scaling: headlines.flatMap(({ rows, speedups }) => scalingOf(rows, speedups)),
    stability,
    gates,
    regressions: regressionsOf(gates),
    contention: input.runs
      .filter(({ record }) => record.kind === 'measured')
      .map(({ run, record, contention, setAside }) => ({
        run: run.folder,
        attempt: record.attempt,
        setAside,
        ...contention,
      })),
    costs: costsOfRows(input.runs),
  }
}

function stopReasonOf(stops: readonly Stop[]): Analysis['stopReason'] {
  const reasons = stops.map(({ reason }) => reason)
  if (reasons.includes('max-runs')) return 'max-runs'
  return reasons.includes('precision') ? 'precision' : 'fixed'
}

function rowsOf(
  results: readonly StoredResult[],
  own: { readonly benchmark: string; readonly target: string; readonly metric?: string },
): readonly PassedResult[] {
  return results.filter(
    (result): result is PassedResult =>
      result.status === 'passed' &&
      result.benchmarkName === own.benchmark &&
      result.target === own.target &&
      (own.metric === undefined || result.metric === own.metric),
  )
}
