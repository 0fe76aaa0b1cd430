import { ratioOfMedians } from './bootstrap.ts'
import { median } from './median.ts'
import { subsetSumLaw, tailsOf } from './rank-law.ts'
import { at, sortedSamples } from './samples.ts'

/** Whether values rise or fall with the order of the runs. */
export interface Drift {
  /** Kendall's rank correlation of value and run order, ties corrected: -1 to 1. */
  readonly tau: number
  /** Exact two-sided p of Mann's test (1945), conditional on ties; absent beyond 100 runs. */
  readonly p?: number
  /** Sen's slope (1968), in units of the samples for each run. */
  readonly slope: number
  /** What the slope adds up to from the first run to the last, as a fraction of the median; 0 where that is 0. */
  readonly total: number
  /** Correlation of each run with the one before it. */
  readonly lag1: number
}

/** Runs up to which the exact law is computed. */
const maxExact = 100

/**
 * Trend of samples over run order.
 *
 * @param samples two or more, in the order in which they were measured
 */
export function driftOf(samples: readonly number[]): Drift {
  const n = samples.length
  const sorted = sortedSamples(samples)
  const slopes: number[] = []
  let score = 0
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const step = at(samples, j) - at(samples, i)
      score += Math.sign(step)
      slopes.push(step / (j - i))
    }
  }
  const pairs = slopes.length
  const ties = tieGroups(sorted)
  const untied = ties.reduce((rest, size) => rest - (size * (size - 1)) / 2, pairs)
  const slope = slopes.length === 0 ? 0 : median(slopes)
  const center = median(samples)
  return {
    tau: untied === 0 ? 0 : score / Math.sqrt(pairs * untied),
    ...(n <= maxExact && { p: untied === 0 ? 1 : pOfScore(ties, (untied - score) / 2) }),
    slope,
    total: center === 0 ? 0 : (slope * (n - 1)) / center,
    lag1: lag1Of(samples, sorted),
  }
}

/**
 * Does the order of the runs show in the values? Mann's p below 0.01 and a total above 1% and above the half width of
 * the 90% interval of the median: significant, and large enough to matter. Five runs cannot reach that p.
 */
export function drifts(samples: readonly number[]): boolean {
  if (at(sortedSamples(samples), 0) <= 0 || samples.length < 2) return false
  const { p, tau, total } = driftOf(samples)
  const significant = p === undefined ? Math.abs(tau) > normalLimit(samples.length) : p < 0.01
  if (!significant) return false
  const { lower, upper, estimate } = ratioOfMedians(samples, [1], 0.9)
  return Math.abs(total) > Math.max(0.01, (upper - lower) / 2 / estimate)
}

/** |tau| beyond which the normal approximation has p below 0.01. */
const normalLimit = (n: number) => 2.5758293035489 * Math.sqrt((2 * (2 * n + 5)) / (9 * n * (n - 1)))

/** Sizes of the groups of equal values, in ascending order of value. */
function tieGroups(sorted: Float64Array): readonly number[] {
  const sizes: number[] = []
  for (const [i, value] of sorted.entries()) {
    if (i > 0 && value === sorted[i - 1]) sizes.push((sizes.pop() ?? 0) + 1)
    else sizes.push(1)
  }
  return sizes
}

/** The inversions of a group of equals against the smaller values are a rank sum; groups are independent of another. */
function pOfScore(ties: readonly number[], inversions: number): number {
  let law = Float64Array.of(1)
  let before = 0
  for (const size of ties) {
    law = convolve(law, inversionsOf(size, before))
    before += size
  }
  return tailsOf(law, inversions).twoSided
}

function inversionsOf(size: number, before: number): Float64Array {
  if (size === 1) return new Float64Array(before + 1).fill(1 / (before + 1))
  const ranks = Array.from({ length: before + size }, (_, rank) => rank)
  const least = (size * (size - 1)) / 2
  return subsetSumLaw(ranks, size).subarray(least, least + size * before + 1)
}

function convolve(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(a.length + b.length - 1)
  for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) out[i + j] = at(out, i + j) + x * y
  return out
}

function lag1Of(samples: readonly number[], sorted: Float64Array): number {
  const mean = sorted.reduce((sum, x) => sum + x, 0) / sorted.length
  const spread = samples.reduce((sum, x) => sum + (x - mean) * (x - mean), 0)
  const steps = samples.slice(1).reduce((sum, x, i) => sum + (x - mean) * (at(samples, i) - mean), 0)
  return spread === 0 ? 0 : steps / spread
}
