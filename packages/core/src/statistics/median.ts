import { at, sortedSamples } from './samples.ts'

/**
 * The middle sample, or the mean of the two middle ones.
 *
 * @throws CapbenchError CAPBENCH_USAGE as `sortedSamples`.
 */
export function median(samples: readonly number[]): number {
  return medianOfSorted(sortedSamples(samples))
}

export function medianOfSorted(sorted: Float64Array): number {
  const upper = sorted.length >> 1
  return sorted.length % 2 === 1 ? at(sorted, upper) : (at(sorted, upper - 1) + at(sorted, upper)) / 2
}

/** Median of the absolute deviations from `center`, unscaled. */
export function medianAbsoluteDeviation(sorted: Float64Array, center: number): number {
  return medianOfSorted(sorted.map((x) => Math.abs(x - center)).sort())
}
