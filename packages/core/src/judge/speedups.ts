import type { StoredResult } from '../encode/result.ts'
import { median } from '../statistics/median.ts'
import { pairedRatioInterval } from '../statistics/order-statistics.ts'
import { efficiency, karpFlatt, speedup } from '../statistics/scaling.ts'
import { type AmdahlFit, fitAmdahl, fitUsl, type UslFit } from '../statistics/scaling-fits.ts'
import type { EvidenceClass } from './labels/names.ts'
import { worseClass } from './labels.ts'
import { intervalLevel, intervalOf, isWithinNoise } from './stability.ts'

export type PassedResult = Extract<StoredResult, { status: 'passed' }>

/** Speedup of one case over the base case of its row: dimensionless, so it may stand beside that of another system. */
export interface Speedup {
  readonly benchmark: string
  readonly target: string
  readonly metric: string
  readonly from: string
  readonly to: string
  readonly speedup: number
  /** Its exact bootstrap interval; null for more than 500 runs of a row. */
  readonly interval: { readonly lower: number; readonly upper: number; readonly level: number } | null
  /**
   * Median of the ratios inside each block, with its distribution-free interval: what a drift that all rows share
   * leaves alone. A second opinion; null for rows of different length or too few blocks.
   */
  readonly paired: {
    readonly median: number
    readonly lower: number
    readonly upper: number
    /** Coverage that the interval has, at least 0.9. */
    readonly achieved: number
  } | null
  /** Speedup over the ratio of CPUs. */
  readonly efficiency: number
  /** Experimentally determined serial fraction; absent where the base has more than one CPU. */
  readonly karpFlatt?: number
  /** The worse class of the two rows. */
  readonly evidenceClass: EvidenceClass
  /** Slower than a case with fewer CPUs. */
  readonly retrograde: boolean
  /** The interval holds 1, or the speedup is nearer to 1 than the noise floor of a row: they are not told apart. */
  readonly withinNoise: boolean
}

/** Curves through the speedups of one target, from one CPU on. They describe these points and predict nothing. */
export interface Scaling {
  readonly benchmark: string
  readonly target: string
  readonly metric: string
  readonly amdahl: AmdahlFit
  /** Null for fewer than four numbers of CPUs. */
  readonly usl: UslFit | null
}

/** Distinct numbers of CPUs that a curve of two parameters wants. */
const uslCounts = 4

/** Over the case with the fewest CPUs that has a measurement. Only for times: a clock, and lower is better. */
export function speedupsOf(
  rows: readonly PassedResult[],
  noiseFloorOf: (row: PassedResult) => number | null,
): readonly Speedup[] {
  const sorted = [...rows].sort((a, b) => a.vcpus - b.vcpus)
  const [base, ...others] = sorted
  const { clock, lowerIsBetter } = base?.result.measurement ?? { clock: 'none', lowerIsBetter: true }
  if (base === undefined || clock === 'none' || !lowerIsBetter) return []
  let best = 1
  return others.map((row) => {
    const [from, to] = [base.result.measurement.samples, row.result.measurement.samples]
    const factor = speedup(from, to)
    const interval = intervalOf(from, to)
    const retrograde = factor < best
    best = Math.max(best, factor)
    return {
      benchmark: row.benchmarkName,
      target: row.target,
      metric: row.metric,
      from: base.case,
      to: row.case,
      speedup: factor,
      interval: interval && { lower: interval.lower, upper: interval.upper, level: interval.level },
      paired: pairedOf(from, to),
      efficiency: efficiency(factor, row.vcpus / base.vcpus),
      ...(base.vcpus === 1 && row.vcpus > 1 && { karpFlatt: karpFlatt(factor, row.vcpus) }),
      evidenceClass: worseClass(base.evidenceClass, row.evidenceClass),
      retrograde,
      withinNoise: isWithinNoise(factor, interval, [noiseFloorOf(base), noiseFloorOf(row)]),
    }
  })
}

/** Samples are in the order of the blocks: a run that was made again keeps its place. */
function pairedOf(from: readonly number[], to: readonly number[]): Speedup['paired'] {
  if (from.length !== to.length) return null
  const interval = pairedRatioInterval(from, to, intervalLevel)
  if ('absent' in interval) return null
  return { median: median(from.map((value, block) => value / (to[block] ?? Number.NaN))), ...interval }
}

/** Only for a base of one CPU and at least one other case: else there is no curve. */
export function scalingOf(rows: readonly PassedResult[], speedups: readonly Speedup[]): readonly Scaling[] {
  const base = rows.find(({ vcpus }) => vcpus === 1)
  if (base === undefined || speedups.length === 0) return []
  const vcpusOf = (name: string) => rows.find((row) => row.case === name)?.vcpus ?? 1
  const points = [
    { processors: 1, speedup: 1 },
    ...speedups.map(({ to, speedup: factor }) => ({ processors: vcpusOf(to), speedup: factor })),
  ]
  const counts = new Set(points.map(({ processors }) => processors)).size
  if (counts < 2) return []
  const { benchmarkName: benchmark, target, metric } = base
  return [{ benchmark, target, metric, amdahl: fitAmdahl(points), usl: counts < uslCounts ? null : fitUsl(points) }]
}
