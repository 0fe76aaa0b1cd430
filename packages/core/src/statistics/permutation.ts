import { CapbenchError } from '../error.ts'
import { at, positiveSamples } from './samples.ts'

/** What all ways to divide the samples into two rows say of the ratio of medians. */
export interface PermutationTest {
  readonly ratio: number
  /** Twice the smaller tail, at most 1. */
  readonly twoSided: number
  /** Ways to divide them. */
  readonly splits: number
}

/** All of them are visited: 20 samples, ten a side, have 184,756. */
const maxSplits = 200_000

/** Ratios that differ by rounding alone are equal. */
const tie = 1e-12

/**
 * Exact permutation test of median(x) / median(y).
 *
 * @throws CapbenchError CAPBENCH_USAGE for no sample, one that is not above zero, or more than 200,000 splits.
 */
export function permutationTest(x: readonly number[], y: readonly number[]): PermutationTest {
  positiveSamples(x)
  positiveSamples(y)
  const pool = positiveSamples([...x, ...y])
  const splits = ways(pool.length, x.length)
  if (splits > maxSplits) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `a permutation test visits ${maxSplits} splits, these rows have ${splits}`,
    )
  }
  const ratio = middle(positiveSamples(x)) / middle(positiveSamples(y))
  let less = 0
  let greater = 0
  for (const [ours, theirs] of divisions(pool, x.length)) {
    const other = middle(ours) / middle(theirs)
    if (other <= ratio * (1 + tie)) less++
    if (other >= ratio * (1 - tie)) greater++
  }
  return { ratio, twoSided: Math.min(1, (2 * Math.min(less, greater)) / splits), splits }
}

/** Every way to take `take` of the sorted values, with what is left: both ascending. */
function* divisions(pool: Float64Array, take: number): Generator<readonly [number[], number[]]> {
  const ours: number[] = []
  const theirs: number[] = []
  function* from(index: number): Generator<readonly [number[], number[]]> {
    if (index === pool.length) {
      yield [ours, theirs]
      return
    }
    if (ours.length < take) {
      ours.push(at(pool, index))
      yield* from(index + 1)
      ours.pop()
    }
    if (theirs.length < pool.length - take) {
      theirs.push(at(pool, index))
      yield* from(index + 1)
      theirs.pop()
    }
  }
  yield* from(0)
}

function middle(sorted: ArrayLike<number>): number {
  const upper = sorted.length >> 1
  return sorted.length % 2 === 1 ? at(sorted, upper) : (at(sorted, upper - 1) + at(sorted, upper)) / 2
}

function ways(n: number, k: number): number {
  let count = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) count = (count * (n - i + 1)) / i
  return Math.round(count)
}
