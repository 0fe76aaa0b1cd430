import type { Benchmark } from '../define/benchmark.ts'
import type { Gate, GateInterval, GateVerdict, RowFigures } from '../define/gate.ts'
import type { NonEmpty } from '../define/reasons.ts'
import { metricOf } from './claim.ts'
import type { EvidenceClass } from './labels/names.ts'
import { worseClass } from './labels.ts'
import { reviewReasons } from './review.ts'
import type { PassedResult } from './speedups.ts'
import type { RowStability } from './stability.ts'

/** A gate on one target: what it says, and whether that may be claimed. */
export interface JudgedGate {
  readonly benchmark: string
  readonly target: string
  readonly gate: string
  /** Metrics that it reads, each once. */
  readonly metric: string
  readonly enforced: boolean
  /** `not-judged` where a row has no measurement. */
  readonly verdict: GateVerdict['verdict'] | 'not-judged'
  readonly basis: GateVerdict['basis']
  readonly point: number | null
  readonly threshold: number | null
  /** What the rule of the spec says of the medians alone; null where the gate does not say. */
  readonly byPoint: 'pass' | 'fail' | null
  readonly interval: GateInterval | null
  readonly runs: number
  /** Of a gate that tests for a regression: how often resamples show none, one-sided; null of others. */
  readonly p: number | null
  readonly detail: string
  readonly evidenceClass: EvidenceClass | null
  readonly claim: 'pass' | 'fail' | 'inconclusive' | 'not-claimable'
  /** Why it is for people to look at and blocks nothing, enforced or not; empty where it may decide. */
  readonly review: readonly string[]
}

/** Results that gates read. */
export interface GateInput {
  readonly definition: Benchmark
  readonly target: string
  /** Of this benchmark on this target. */
  readonly rows: readonly PassedResult[]
  readonly stability: readonly RowStability[]
  /** Names of gates that decide the exit code. */
  readonly enforced: readonly string[]
}

export function judgeGate(gate: Gate, input: GateInput): JudgedGate {
  const { definition, target, rows, stability } = input
  const reads = gate.reads.map((row) => ({ case: row.case, metric: metricOf(definition, row) }))
  const base = {
    benchmark: definition.name,
    target,
    gate: gate.name,
    metric: [...new Set(reads.map(({ metric }) => metric))].join(', '),
    enforced: input.enforced.includes(gate.name),
  }
  const wanted = reads.map((read) => rows.find((row) => row.case === read.case && row.metric === read.metric))
  const present = wanted.filter((row) => row !== undefined)
  if (present.length < wanted.length || present.length === 0) {
    const missing = reads.filter((_, index) => wanted[index] === undefined).map((read) => read.case)
    return {
      ...base,
      verdict: 'not-judged',
      basis: 'point',
      point: null,
      threshold: null,
      byPoint: null,
      interval: null,
      runs: 0,
      p: null,
      detail: `there is no measurement of ${[...new Set(missing)].join(', ')}`,
      evidenceClass: null,
      claim: 'not-claimable',
      review: [],
    }
  }
  const {
    interval = null,
    byPoint = null,
    p = null,
    margin,
    review = [],
    ...said
  } = judged(gate, present.map(figuresOf))
  const evidenceClass = present.map((row) => row.evidenceClass).reduce(worseClass)
  const claim = evidenceClass === 'claimable' ? said.verdict : 'not-claimable'
  const noise = reviewReasons(present, stability, margin)
  return { ...base, ...said, byPoint, interval, p, evidenceClass, claim, review: [...review, ...noise] }
}

/** A gate of a third party may throw or reach no number: then it decides nothing, and the campaign stands. */
function judged(gate: Gate, rows: readonly RowFigures[]): GateVerdict {
  const undecided = (detail: string): GateVerdict => ({
    verdict: 'inconclusive',
    basis: 'point',
    point: null,
    threshold: 0,
    runs: Math.min(...rows.map(({ n }) => n)),
    detail,
  })
  try {
    const verdict = gate.judge(rows)
    const { point, threshold, p = 1 } = verdict
    if (!(p >= 0 && p <= 1)) return undecided(`gate ${gate.name} has a p of ${p}, which does not lie between 0 and 1`)
    if ((point === null || Number.isFinite(point)) && Number.isFinite(threshold)) return verdict
    return undecided(`gate ${gate.name} compared ${point} with ${threshold}, which are not both numbers`)
  } catch (error) {
    return undecided(`gate ${gate.name} threw ${error instanceof Error ? error.name : typeof error}`)
  }
}

function figuresOf(row: PassedResult): RowFigures {
  const { median, min, max, mean, standardDeviation, cv, samples, unit, lowerIsBetter } = row.result.measurement
  return {
    n: samples.length,
    median,
    min,
    max,
    mean,
    ...(standardDeviation !== undefined && { standardDeviation }),
    ...(cv !== undefined && { cv }),
    samples: samples as unknown as NonEmpty<number>,
    benchmark: row.benchmarkName,
    target: row.target,
    case: row.case,
    metric: row.metric,
    unit,
    lowerIsBetter,
    hashes: row.hashes,
  }
}
