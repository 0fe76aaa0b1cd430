import { neededSamples, type QuantileInterval, quantileInterval } from './order-statistics.ts'
import { at, sortedSamples, type TooFew } from './samples.ts'

/** A high percentile: published only together with its interval. */
export interface TailQuantile extends QuantileInterval {
  readonly value: number
}

/** Confidence of the interval whose existence decides whether a percentile is given. */
const tailConfidence = 0.95

/**
 * p95, p99 and the like of independent requests in steady state, never of boots and iterations mixed. Given only where
 * a two-sided 95% interval exists: from 72 samples for p95, from 368 for p99.
 *
 * The value is Hyndman and Fan's type 8 (median-unbiased, 1996).
 */
export function tailQuantile(samples: readonly number[], p: number): TailQuantile | TooFew {
  const interval = quantileInterval(samples, p, tailConfidence)
  return 'absent' in interval ? interval : { value: type8(sortedSamples(samples), p), ...interval }
}

/** Samples that `tailQuantile` wants. */
export function neededForTail(p: number): number {
  return neededSamples(p, tailConfidence)
}

function type8(sorted: Float64Array, p: number): number {
  const position = sorted.length * p + (p + 1) / 3
  const rank = Math.floor(position)
  if (rank < 1) return at(sorted, 0)
  if (rank >= sorted.length) return at(sorted, sorted.length - 1)
  const low = at(sorted, rank - 1)
  return low + (position - rank) * (at(sorted, rank) - low)
}
