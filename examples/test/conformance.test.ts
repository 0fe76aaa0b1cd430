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
})
