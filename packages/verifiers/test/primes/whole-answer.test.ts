import { primeChecksum, primeCount, primesIn } from '@capbench/verifiers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limit, setting } from '../support.ts'

const right = primesIn(2, limit)

describe('primeCount', () => {
  it('accepts the right count and says what it checked', () => {
    expect(primeCount().judge(right, setting(1))).toEqual({ accepted: true, checked: ['prime count'] })
  })

  it('names both counts where they differ', () => {
    const verdict = primeCount().judge({ primes: 1_230 }, setting(1))
    expect(verdict).toEqual({ accepted: false, rejected: ['prime count: 2..10000 has 1229 primes, 1230 were counted'] })
  })

  it('refuses every other number', () => {
    const wrong = fc.integer({ min: 0, max: limit }).filter((primes) => primes !== right.primes)
    fc.assert(fc.property(wrong, (primes) => !primeCount().judge({ primes }, setting(1)).accepted))
  })

  it('counts for the limit of the run, both ends included', () => {
    const upTo = (top: number) => ({ ...setting(1), parameters: { limit: top } })
    expect(primeCount().judge({ primes: 26 }, upTo(101)).accepted).toBe(true)
    expect(primeCount().judge({ primes: 26 }, upTo(100)).accepted).toBe(false)
  })
})

describe('primeChecksum', () => {
  it('accepts the right checksum and says what it checked', () => {
    expect(primeChecksum().judge(right, setting(1))).toEqual({ accepted: true, checked: ['prime checksum'] })
  })

  it('refuses each change of one digit', () => {
    for (const [index, digit] of [...right.checksum].entries()) {
      const other = digit === '0' ? '1' : '0'
      const checksum = right.checksum.slice(0, index) + other + right.checksum.slice(index + 1)
      const verdict = primeChecksum().judge({ checksum }, setting(1))
      const reason = `prime checksum: the primes in 2..10000 give ${right.checksum}, the program gave ${checksum}`
      expect(verdict).toEqual({ accepted: false, rejected: [reason] })
    }
  })
})
