import { smpPrimes } from '@capbench/bench-smp-primes'
import { testBenchmark } from '@capbench/core/testing'
import { nativeHost } from '@capbench/host'
import { linuxGuest } from '@capbench/qemu'
import { describe, expect, test } from 'vitest'

const corpus = 'integers 2..limit, ascending'
const small = { parameters: { limit: 20_000 }, corpus, oversubscribe: true } as const

describe('smp-primes keeps every promise of a definition', () => {
  test('on this host', async () => {
    const target = nativeHost({})
    const { checks } = await testBenchmark(smpPrimes, { target, cases: ['smp1', 'smp2'], ...small })
    expect(checks.filter(({ outcome }) => outcome !== 'pass')).toEqual([])
  })

  test('in a Linux guest', async () => {
    const target = linuxGuest({})
    const { checks } = await testBenchmark(smpPrimes, { target, cases: ['smp2'], ...small })
    expect(checks.filter(({ outcome }) => outcome !== 'pass')).toEqual([])
  })

  test('with a term that it can do without it is told', async () => {
    const authority = { ...smpPrimes.authority, terms: [...smpPrimes.authority.terms, 'net.loopback'] as const }
    const wide = { ...smpPrimes, authority }
    const { checks } = await testBenchmark(wide, { target: nativeHost({}), cases: ['smp1'], ...small })
    expect(checks.find(({ name }) => name === 'the profile is no wider than needed')).toMatchObject({
      outcome: 'fail',
      details: ['the profile smp-primes grants net.loopback, and the run passed without it'],
    })
  })
})
