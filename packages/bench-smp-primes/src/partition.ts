import { CapbenchError } from '@capbench/core'

/** Name and version of the rule below, for the comparison hash: another rule is another benchmark. */
export const partitionName = 'balanced-contiguous/1'

/** What the rule says, for those who follow it on another system; docs/decisions/partition.md has the measurements. */
export const partitionRule = [
  `${partitionName}: contiguous ranges; worker k of N ends at the first number where the summed cost reaches k/N of all.`,
  'Cost of n = expected trial divisions, times 2^32: 2^32 + sum of S(d) over odd d from 3 to isqrt(n).',
  'S(3) = 2^31; S(d + 2) = S(d) - floor(S(d) / d) where d is prime, else S(d).',
].join(' ')

/** Numbers that share an integer square root, and so a cost. */
interface Block {
  readonly first: number
  readonly last: number
  /** Expected trial divisions of each, times 2^32. */
  readonly cost: bigint
}

/**
 * Blocks of equal cost in `2..limit`. The cost of a number of which nothing is known is the expected count of trial
 * divisions: one by 2, and one by each odd d up to its square root with the probability that no prime below d divides
 * it (the sieve of Eratosthenes' product, in fixed point). Only primes up to the square root of the limit enter: the
 * model knows nothing of the answer.
 */
function* blocks(limit: number): Generator<Block> {
  let survival = 2n ** 31n
  let cost = 2n ** 32n
  const primes: number[] = []
  for (let root = 1; root * root <= limit; root++) {
    if (root >= 3 && root % 2 === 1) {
      cost += survival
      if (primes.every((prime) => root % prime !== 0)) {
        primes.push(root)
        survival -= survival / BigInt(root)
      }
    }
    yield { first: Math.max(2, root * root), last: Math.min(limit, (root + 1) ** 2 - 1), cost }
  }
}

const size = ({ first, last }: Block): bigint => BigInt(last - first + 1)
const ceilDivide = (a: bigint, b: bigint): bigint => (a + b - 1n) / b

/**
 * Last number of each worker's range, ascending; the first range starts at 2 and the last ends at `limit`. Integer
 * arithmetic without rounding: every system that follows `partitionRule` gets the same bounds.
 *
 * @param limit 2 to 100,000,000
 * @param workers at least 1
 * @throws CAPBENCH_USAGE where the numbers are too few to give each worker one.
 */
export function partition(limit: number, workers: number): readonly number[] {
  const all = [...blocks(limit)]
  const whole = all.reduce((sum, block) => sum + size(block) * block.cost, 0n)
  const bounds: number[] = []
  let before = 0n
  for (const block of all) {
    const after = before + size(block) * block.cost
    while (bounds.length < workers - 1) {
      const share = ceilDivide(whole * BigInt(bounds.length + 1), BigInt(workers))
      if (share > after) break
      bounds.push(block.first - 1 + Number(ceilDivide(share - before, block.cost)))
    }
    before = after
  }
  bounds.push(limit)
  if (bounds.some((bound, index) => bound <= (bounds[index - 1] ?? 1))) {
    throw new CapbenchError('CAPBENCH_USAGE', `2..${limit} cannot be split over ${workers} workers; raise the limit`)
  }
  return bounds
}
