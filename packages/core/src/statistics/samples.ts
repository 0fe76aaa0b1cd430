import { CapbenchError } from '../error.ts'

/** A figure that is not given, and why: never zero, never NaN. */
export interface TooFew {
  readonly absent: 'insufficient-samples'
  /** Samples from which on the figure exists. */
  readonly needed: number
}

/**
 * The samples in ascending order. Everything is computed from this order, so that no figure depends on the order in
 * which samples came, and all engines add in the same sequence.
 *
 * @throws CapbenchError CAPBENCH_USAGE if there are none, or one is not finite or beyond 2^53-1.
 */
export function sortedSamples(samples: readonly number[] | Float64Array): Float64Array {
  if (samples.length === 0) throw new CapbenchError('CAPBENCH_USAGE', 'statistics need at least one sample, got none')
  const bad = samples.findIndex((x) => !(Math.abs(x) <= Number.MAX_SAFE_INTEGER))
  if (bad !== -1) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `sample ${bad} is ${samples[bad]}; statistics need finite numbers within 2^53-1: refuse the run before`,
    )
  }
  // `+ 0` turns -0 into 0: the two are equal but cannot both be stored.
  return Float64Array.from(samples, (x) => x + 0).sort()
}

/** The same, for figures that divide by a sample. */
export function positiveSamples(samples: readonly number[] | Float64Array): Float64Array {
  const sorted = sortedSamples(samples)
  if (at(sorted, 0) > 0) return sorted
  throw new CapbenchError('CAPBENCH_USAGE', `a ratio needs samples above zero, got ${at(sorted, 0)}`)
}

/** An element that exists; an index out of range is a bug of the caller. */
export function at(values: ArrayLike<number>, index: number): number {
  const value = values[index]
  if (value === undefined) throw new CapbenchError('CAPBENCH_BUG', `index ${index} of ${values.length} values`)
  return value
}
