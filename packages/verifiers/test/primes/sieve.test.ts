import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forEachPrime } from '../../src/primes/sieve.ts'
import { primesOf } from './reference.ts'

function sieved(from: number, to: number): readonly number[] {
  const primes: number[] = []
  forEachPrime(from, to, (prime) => primes.push(prime))
  return primes
}

describe('forEachPrime', () => {
  it('finds the same primes as trial division, ascending, in any range', () => {
    const range = fc.tuple(fc.integer({ min: 0, max: 1_200_000 }), fc.integer({ min: -3, max: 700 }))
    fc.assert(
      fc.property(range, ([from, width]) => {
        expect(sieved(from, from + width)).toEqual(primesOf(from, from + width))
      }),
    )
  })

  it.each([
    ['at the start of all', 0, 60],
    ['across the end of a segment', 3 + (1 << 19) - 200, 3 + (1 << 19) + 200],
    ['around the square of a prime', 9_409 - 3, 9_409 + 3],
    ['in one even number', 4, 4],
    ['in one prime', 1_299_709, 1_299_709],
    ['where the last number is the square of a prime', 961, 961],
  ])('is right %s', (_, from, to) => {
    expect(sieved(from, to)).toEqual(primesOf(from, to))
  })
})
