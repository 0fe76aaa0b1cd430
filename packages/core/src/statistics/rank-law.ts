import { CapbenchError } from '../error.ts'
import { at } from './samples.ts'

/** Most weights of an exact law: beyond, it takes too long to be a by-product of a report. */
export const maxRanked = 120

/**
 * Probability of each sum of `take` of the weights, every choice equally likely: with ranks as weights, the law of the
 * rank sum if both rows came from one distribution (Mann and Whitney 1947), conditional on ties where ranks are tied.
 *
 * @param weights integers from 0
 * @throws CapbenchError CAPBENCH_USAGE for more than 120 weights
 */
export function subsetSumLaw(weights: readonly number[], take: number): Float64Array {
  refuseTooMany(weights.length)
  const most = weights.reduce((sum, weight) => sum + weight, 0)
  const ways = Array.from({ length: take + 1 }, () => new Float64Array(most + 1))
  const none = ways[0]
  if (none !== undefined) none[0] = 1
  for (const weight of weights)
    for (let taken = take; taken > 0; taken--) addShifted(ways[taken], ways[taken - 1], weight)
  return normalized(ways[take] ?? new Float64Array(1))
}

/** Probability of each sum of the weights that fair coins choose: the law of the signed-rank statistic. */
export function coinSumLaw(weights: readonly number[]): Float64Array {
  refuseTooMany(weights.length)
  const ways = new Float64Array(weights.reduce((sum, weight) => sum + weight, 0) + 1)
  ways[0] = 1
  for (const weight of weights) addShifted(ways, ways, weight)
  return normalized(ways)
}

/** Probabilities of at most and at least a sum, and of one as far from the middle on either side. */
export interface Tails {
  readonly less: number
  readonly greater: number
  /** Twice the smaller tail, at most 1. */
  readonly twoSided: number
}
export function tailsOf(law: Float64Array, sum: number): Tails {
  const less = law.subarray(0, sum + 1).reduce((total, chance) => total + chance, 0)
  const greater = law.subarray(sum).reduceRight((total, chance) => total + chance, 0)
  return { less: Math.min(1, less), greater: Math.min(1, greater), twoSided: Math.min(1, 2 * Math.min(less, greater)) }
}

/** Smallest sum that is not exceeded with probability `q`. */
export function lawQuantile(law: Float64Array, q: number): number {
  let sum = 0
  for (let total = at(law, 0); total < q - 1e-12; total += at(law, sum)) sum++
  return sum
}

/** Twice the mid-rank of each value among all of them, from 2: an integer, also where values are tied. */
export function doubledRanks(values: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(values).sort()
  return values.map((value) => sorted.indexOf(value) + sorted.lastIndexOf(value) + 2)
}

/** From the top down, so that a weight is added once even where both are the same array. */
function addShifted(to: Float64Array | undefined, from: Float64Array | undefined, by: number): void {
  if (to === undefined || from === undefined) return
  for (let sum = to.length - 1; sum >= by; sum--) to[sum] = at(to, sum) + at(from, sum - by)
}

function normalized(ways: Float64Array): Float64Array {
  const total = ways.reduce((sum, count) => sum + count, 0)
  return ways.map((count) => count / total)
}

function refuseTooMany(count: number): void {
  if (count <= maxRanked) return
  throw new CapbenchError('CAPBENCH_USAGE', `an exact rank test takes ${maxRanked} samples in all, got ${count}`)
}
