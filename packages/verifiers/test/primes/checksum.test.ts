import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { primeChecksumSum } from '../../src/primes/checksum.ts'
import { checksumOf } from './reference.ts'

function summed(numbers: readonly number[]): string {
  const sum = primeChecksumSum()
  for (const number of numbers) sum.add(number)
  return sum.hex()
}

const numbers = fc.array(fc.integer({ min: 0, max: 2 ** 30 - 1 }), { maxLength: 40 })

describe('the checksum over primes', () => {
  it('is 16 zeros for no prime at all', () => {
    expect(summed([])).toBe('0'.repeat(16))
  })

  it('agrees with 64-bit arithmetic in BigInt', () => {
    fc.assert(fc.property(numbers, (list) => summed(list) === checksumOf(list)))
  })

  it('does not depend on the order', () => {
    fc.assert(fc.property(numbers, (list) => summed([...list].reverse()) === summed(list)))
  })

  it('tells one number from another', () => {
    const [a, b] = [fc.integer({ min: 0, max: 2 ** 30 - 1 }), fc.integer({ min: 0, max: 2 ** 30 - 1 })]
    fc.assert(fc.property(a, b, (one, other) => (summed([one]) === summed([other])) === (one === other)))
  })
})
