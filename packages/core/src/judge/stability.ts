import { defaultMargin } from '../define/gates/decide.ts'
import { maxBootstrapSamples, type RatioInterval, ratioOfMedians } from '../statistics/bootstrap.ts'
import { driftOf, drifts } from '../statistics/drift.ts'
import type { Statistics } from '../statistics/load.ts'
import { tailsOfRuns } from '../summarize/tail.ts'
import type { JudgedResult } from './rows.ts'

/** How steady the runs of one row were, in the order in which they ran. Nothing here drops a run. */
export interface RowStability {
  readonly benchmark: string
  readonly target: string
  readonly case: string
  readonly metric: string
  readonly runs: number
  /** Exact bootstrap interval of the median; null for samples not above zero, or more than 500. */
  readonly interval: { readonly lower: number; readonly upper: number; readonly level: number } | null
  /**
   * Half width of the 90% interval of the row over itself, a fraction: a ratio nearer to 1 than this is within noise.
   * Null where there is no interval.
   */
  readonly noiseFloor: number | null
  /**
   * Interval of each percentile that the result gives: a percentile of a row is the median of those of its runs, so
   * this is the exact bootstrap of that median. Null as above.
   */
  readonly tails: readonly { readonly figure: 'p95' | 'p99'; readonly interval: RowStability['interval'] }[]
  /** Trend over run order; null for a single run. */
  readonly drift: {
    readonly flagged: boolean
    readonly tau: number
    /** Null beyond 100 runs. */
    readonly p: number | null
    readonly total: number
    readonly lag1: number
  } | null
  /** Ordinals of runs that stand apart. They are in every figure. */
  readonly outliers: {
    readonly mild: readonly number[]
    readonly severe: readonly number[]
    readonly modifiedZ: readonly number[]
  }
}

/** Level of published intervals: each bound alone is a one-sided bound of 0.95. */
export const intervalLevel = 0.9

/** From this noise floor on a row is flagged: it is the margin of a gate that says none. */
export const flaggedNoiseFloor = defaultMargin

/** Null where no interval of the ratio of the row to itself can be had. */
export function noiseFloorOf(values: readonly number[]): number | null {
  const itself = intervalOf(values, values)
  return itself && (itself.upper - itself.lower) / 2
}

/** A ratio whose interval holds 1, or that is nearer to 1 than the noise floor of one of its rows. */
export function isWithinNoise(
  ratio: number,
  interval: Pick<RatioInterval, 'lower' | 'upper'> | null,
  floors: readonly (number | null)[],
): boolean {
  const holdsOne = interval !== null && interval.lower <= 1 && interval.upper >= 1
  return holdsOne || Math.abs(ratio - 1) < Math.max(...floors.map((floor) => floor ?? 0))
}

export function stabilityOf(
  { result, samples, noiseFloor }: JudgedResult,
  statistics: Statistics,
): readonly RowStability[] {
  const values = samples.map(({ value }) => value)
  if (result.status !== 'passed' || values.length === 0) return []
  const outliers = statistics.flagOutliers(values)
  const ordinals = (indices: readonly number[]) => indices.flatMap((index) => samples[index]?.ordinal ?? [])
  const { measurement } = result.result
  const tails = Object.entries({ p95: 0.95, p99: 0.99 } as const).flatMap(([name, p]) => {
    const figure = name as 'p95' | 'p99'
    return measurement[figure] === undefined ? [] : [{ figure, interval: intervalOfMedian(tailsOfRuns(samples, p)) }]
  })
  return [
    {
      benchmark: result.benchmarkName,
      target: result.target,
      case: result.case,
      metric: result.metric,
      runs: values.length,
      interval: intervalOfMedian(values),
      noiseFloor,
      tails,
      drift: trendOf(values),
      outliers: {
        mild: ordinals(outliers.mild),
        severe: ordinals(outliers.severe),
        modifiedZ: ordinals(outliers.modifiedZ),
      },
    },
  ]
}

function intervalOfMedian(values: readonly number[]): RowStability['interval'] {
  const interval = intervalOf(values, [1])
  return interval && { lower: interval.lower, upper: interval.upper, level: intervalLevel }
}

function trendOf(values: readonly number[]): RowStability['drift'] {
  if (values.length < 2) return null
  const { tau, p = null, total, lag1 } = driftOf(values)
  return { flagged: drifts(values), tau, p, total, lag1 }
}

/** Null where an interval of the ratio of medians cannot be had. */
export function intervalOf(a: readonly number[], b: readonly number[]): RatioInterval | null {
  const usable = [a, b].every((row) => row.length <= maxBootstrapSamples && row.every((value) => value > 0))
  return usable ? ratioOfMedians(a, b, intervalLevel) : null
}
