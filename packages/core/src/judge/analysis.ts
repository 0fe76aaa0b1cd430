import type { Benchmark } from '../define/benchmark.ts'
import type { Gate, GateVerdict } from '../define/gate.ts'
import type { NonEmpty } from '../define/reasons.ts'
import type { StoredResult } from '../encode/result.ts'
import type { EvidenceContent } from '../evidence/content.ts'
import { efficiency, karpFlatt, speedup } from '../statistics/scaling.ts'
import type { AssessedRun } from '../summarize/assess-runs.ts'
import type { Summary } from '../summarize/summary.ts'
import type { Contention } from '../verify/contention/contention.ts'
import { costsOfRows, type RowCosts } from './boot-costs.ts'
import { headlineOf } from './claim.ts'
import type { EvidenceClass } from './labels/names.ts'
import { worseClass } from './labels.ts'
import type { JudgedResult } from './rows.ts'

/** Speedup of one case over the base case of its row: dimensionless, so it may stand beside that of another system. */
export interface Speedup {
  readonly benchmark: string
  readonly target: string
  readonly metric: string
  readonly from: string
  readonly to: string
  readonly speedup: number
  /** Speedup over the ratio of CPUs. */
  readonly efficiency: number
  /** Experimentally determined serial fraction; absent where the base has more than one CPU. */
  readonly karpFlatt?: number
  /** The worse class of the two rows. */
  readonly evidenceClass: EvidenceClass
  /** Slower than a case with fewer CPUs. */
  readonly retrograde: boolean
}

/** A gate on one target: what it says, and whether that may be claimed. */
export interface JudgedGate {
  readonly benchmark: string
  readonly target: string
  readonly gate: string
  readonly metric: string
  readonly enforced: boolean
  /** `not-judged` where a row has no measurement. */
  readonly verdict: GateVerdict['verdict'] | 'not-judged'
  readonly basis: 'point'
  readonly point: number | null
  readonly threshold: number | null
  readonly runs: number
  readonly detail: string
  readonly evidenceClass: EvidenceClass | null
  readonly claim: 'pass' | 'fail' | 'inconclusive' | 'not-claimable'
}

/** What spans several results; stored as `analysis.json`. */
export interface Analysis {
  readonly schema: 'capbench.analysis/1'
  readonly campaignId: string
  readonly configHash: string
  readonly artifactHash: string
  readonly stopReason: 'fixed' | 'cancelled'
  readonly counts: {
    readonly passed: number
    readonly failed: number
    readonly unsupported: number
    readonly invalid: number
  }
  readonly speedups: readonly Speedup[]
  readonly gates: readonly JudgedGate[]
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

type Passed = Extract<StoredResult, { status: 'passed' }>

export function analyse(input: {
  readonly content: EvidenceContent
  readonly definitions: ReadonlyMap<string, Benchmark>
  readonly judged: readonly JudgedResult[]
  readonly runs: readonly AssessedRun[]
  readonly artifactHash: string
  readonly configHash: string
}): Analysis {
  const { content, definitions, judged } = input
  const results = judged.map(({ result }) => result)
  const count = (status: StoredResult['status']) => results.filter((result) => result.status === status).length
  const entries = content.config.entries.filter(({ benchmark }) => (definitions.get(benchmark)?.tier ?? 0) > 0)
  return {
    schema: 'capbench.analysis/1',
    campaignId: content.campaign.campaignId,
    configHash: input.configHash,
    artifactHash: input.artifactHash,
    stopReason: content.campaign.ended === 'cancelled' ? 'cancelled' : 'fixed',
    counts: {
      passed: count('passed'),
      failed: count('failed'),
      unsupported: count('unsupported'),
      invalid: count('invalid'),
    },
    speedups: entries.flatMap(({ benchmark, target }) => {
      const definition = definitions.get(benchmark)
      const metric = definition && headlineOf(definition)
      return metric === undefined ? [] : speedupsOf(rowsOf(results, benchmark, target, metric))
    }),
    gates: entries.flatMap(({ benchmark, target, enforced }) =>
      (definitions.get(benchmark)?.gates ?? []).map((gate) =>
        judgeGate(gate, definitions.get(benchmark) as Benchmark, target, results, enforced),
      ),
    ),
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

function rowsOf(
  results: readonly StoredResult[],
  benchmark: string,
  target: string,
  metric: string,
): readonly Passed[] {
  return results.filter(
    (result): result is Passed =>
      result.status === 'passed' &&
      result.benchmarkName === benchmark &&
      result.target === target &&
      result.metric === metric,
  )
}

/** Over the case with the fewest CPUs that has a measurement. Only for times: a clock, and lower is better. */
function speedupsOf(rows: readonly Passed[]): readonly Speedup[] {
  const sorted = [...rows].sort((a, b) => a.vcpus - b.vcpus)
  const [base, ...others] = sorted
  const { clock, lowerIsBetter } = base?.result.measurement ?? { clock: 'none', lowerIsBetter: true }
  if (base === undefined || clock === 'none' || !lowerIsBetter) return []
  let best = 1
  return others.map((row) => {
    const factor = speedup(base.result.measurement.samples, row.result.measurement.samples)
    const retrograde = factor < best
    best = Math.max(best, factor)
    return {
      benchmark: row.benchmarkName,
      target: row.target,
      metric: row.metric,
      from: base.case,
      to: row.case,
      speedup: factor,
      efficiency: efficiency(factor, row.vcpus / base.vcpus),
      ...(base.vcpus === 1 && row.vcpus > 1 && { karpFlatt: karpFlatt(factor, row.vcpus) }),
      evidenceClass: worseClass(base.evidenceClass, row.evidenceClass),
      retrograde,
    }
  })
}

function judgeGate(
  gate: Gate,
  definition: Benchmark,
  target: string,
  results: readonly StoredResult[],
  enforced: readonly string[],
): JudgedGate {
  const metric = gate.metric === 'headline' ? (headlineOf(definition) ?? '') : gate.metric
  const rows = rowsOf(results, definition.name, target, metric)
  const wanted = gate.cases.map((name) => rows.find((row) => row.case === name))
  const base = { benchmark: definition.name, target, gate: gate.name, metric, enforced: enforced.includes(gate.name) }
  const present = wanted.filter((row) => row !== undefined)
  if (present.length < wanted.length) {
    const missing = gate.cases.filter((_, index) => wanted[index] === undefined).join(', ')
    const detail = `there is no measurement of ${missing}`
    const none = { point: null, threshold: null, runs: 0, evidenceClass: null, claim: 'not-claimable' as const }
    return { ...base, verdict: 'not-judged', basis: 'point', detail, ...none }
  }
  const verdict = judged(gate, present.map(summaryOf))
  const evidenceClass = present.map((row) => row.evidenceClass).reduce(worseClass)
  const claim = evidenceClass === 'claimable' ? verdict.verdict : 'not-claimable'
  return { ...base, ...verdict, evidenceClass, claim }
}

/** A gate of a third party may throw or reach no number: then it decides nothing, and the campaign stands. */
function judged(gate: Gate, summaries: readonly Summary[]): GateVerdict {
  const undecided = (detail: string): GateVerdict => ({
    verdict: 'inconclusive',
    basis: 'point',
    point: null,
    threshold: 0,
    runs: Math.min(...summaries.map(({ n }) => n)),
    detail,
  })
  try {
    const verdict = gate.judge(summaries)
    const { point, threshold } = verdict
    if ((point === null || Number.isFinite(point)) && Number.isFinite(threshold)) return verdict
    return undecided(`gate ${gate.name} compared ${point} with ${threshold}, which are not both numbers`)
  } catch (error) {
    return undecided(`gate ${gate.name} threw ${error instanceof Error ? error.name : typeof error}`)
  }
}

function summaryOf({ result: { measurement } }: Passed): Summary {
  const { median, min, max, mean, standardDeviation, cv } = measurement
  return {
    n: measurement.samples.length,
    median,
    min,
    max,
    mean,
    ...(standardDeviation !== undefined && { standardDeviation }),
    ...(cv !== undefined && { cv }),
    samples: measurement.samples as unknown as NonEmpty<number>,
  }
}
