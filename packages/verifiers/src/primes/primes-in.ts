import { CapbenchError } from '@capbench/core'
import { primeChecksumSum } from './checksum.ts'
import { forEachPrime } from './sieve.ts'

/** Largest number that the verifiers sieve up to. */
export const mostNumber = 100_000_000

/** What the primes of a range are, in two figures. */
export interface PrimeTally {
  readonly primes: number
  /** Sum modulo 2^64 of splitmix64's finalizer over the primes, as 16 lower-case hexadecimal digits. */
  readonly checksum: string
}

/** Tallies of this process: every run of a row asks for the same few ranges. */
const known = new Map<string, PrimeTally>()
const mostKnown = 4096

/**
 * Counts and sums the primes in `from..to`, both included, with a sieve of its own. Tallies are kept for the process.
 *
 * @throws CAPBENCH_USAGE unless 0 <= from, to <= 100,000,000, as integers.
 */
export function primesIn(from: number, to: number): PrimeTally {
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to <= mostNumber)) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `a range of integers within 0..${mostNumber} is wanted, got ${from}..${to}`,
    )
  }
  const key = `${from}..${to}`
  const found = known.get(key)
  if (found !== undefined) return found
  let primes = 0
  const sum = primeChecksumSum()
  forEachPrime(from, to, (prime) => {
    primes++
    sum.add(prime)
  })
  if (known.size >= mostKnown) known.clear()
  const tally = { primes, checksum: sum.hex() }
  known.set(key, tally)
  return tally
}
