import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { primesIn } from '../../src/primes/primes-in.ts'
import { checksumOf, primesOf } from './reference.ts'

describe('primesIn', () => {
  // OEIS A006880: number of primes below 10^n.
  it.each([
    [10, 4],
    [100, 25],
    [1_000, 168],
    [10_000, 1_229],
    [100_000, 9_592],
    [1_000_000, 78_498],
    [10_000_000, 664_579],
  ])('counts the primes up to %i: %i', (limit, primes) => {
    expect(primesIn(2, limit).primes).toBe(primes)
  })

  it('counts 216,816 primes in 2..3,000,000, and sums them', () => {
    expect(primesIn(2, 3_000_000)).toEqual({ primes: 216_816, checksum: '44fcad08c93aa1e4' })
  })

  it('agrees with trial division and 64-bit arithmetic', () => {
    const primes = primesOf(2, 20_000)
    expect(primesIn(2, 20_000)).toEqual({ primes: primes.length, checksum: checksumOf(primes) })
  })

  it('adds up over parts of a range', () => {
    const cuts = fc.tuple(fc.integer({ min: 2, max: 200_000 }), fc.integer({ min: 2, max: 200_000 }))
    fc.assert(
      fc.property(cuts, ([a, b]) => {
        const cut = Math.min(a, b)
        const [left, right, whole] = [primesIn(2, cut), primesIn(cut + 1, 200_000), primesIn(2, 200_000)]
        expect(left.primes + right.primes).toBe(whole.primes)
        const sum = BigInt.asUintN(64, BigInt(`0x${left.checksum}`) + BigInt(`0x${right.checksum}`))
        expect(sum).toBe(BigInt(`0x${whole.checksum}`))
      }),
      { numRuns: 30 },
    )
  })

  it('has nothing in an empty range', () => {
    expect(primesIn(20, 19)).toEqual({ primes: 0, checksum: '0000000000000000' })
  })

  it.each([
    [-1, 10],
    [2, 100_000_001],
    [2.5, 10],
    [2, Number.NaN],
  ])('refuses the range %d..%d', (from, to) => {
    expect(() => primesIn(from, to)).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
  })
})
