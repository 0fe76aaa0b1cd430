import { createHash } from 'node:crypto'
import { smp } from '@capbench/core'
import { describe, expect, it } from 'vitest'
import { smpPrimes } from '../src/smp-primes.ts'
import { settingOf } from './support/setting.ts'

describe('the definition of smp-primes', () => {
  it('is a portable workload of tier 3 over the limit that the spec names', () => {
    expect(smpPrimes).toMatchObject({ name: 'smp-primes', tier: 3, defaults: { limit: 3_000_000 }, backing: 'none' })
    expect(smpPrimes.lineage.official).toBe(false)
  })

  it('has the cases of the matrix, hyper-threads only when asked for', () => {
    const cases = smpPrimes.cases.map(({ name, vcpus, optIn, smt }) => ({ name, vcpus, optIn, smt }))
    expect(cases).toEqual([
      { name: 'smp1', vcpus: 1, optIn: false, smt: false },
      { name: 'smp2', vcpus: 2, optIn: false, smt: false },
      { name: 'smp4', vcpus: 4, optIn: false, smt: false },
      { name: 'smp8-smt', vcpus: 8, optIn: true, smt: true },
    ])
  })

  it('names its corpus by the digest of the text that determines it', () => {
    const digest = createHash('sha256').update('integers 2..limit, ascending').digest('hex')
    expect(smpPrimes.corpus).toEqual({ name: 'the integers 2..limit', sha256: digest })
  })

  it('grants what the program does and nothing else', () => {
    const terms = ['cpu', 'clock.monotonic', 'clock.cycles', 'process.spawn', 'memory.share']
    expect(smpPrimes.authority.terms).toEqual(terms)
    expect(smpPrimes.authority.posture).toMatchObject({ kernel: 'normal', filter: true, fastPaths: [] })
  })

  it('puts elapsed time first, which is what a gate judges unless it says otherwise', () => {
    const nsClock = { linux: 'CLOCK_MONOTONIC', bare: 'tsc-calibrated' }
    expect(smpPrimes.metrics.map(({ name, unit, clock }) => [name, unit, clock])).toEqual([
      ['elapsed', 'ns', nsClock],
      ['cycles', 'cycles', 'user-cycle-counter'],
      ['imbalance', 'ratio', nsClock],
    ])
    expect(smpPrimes.gates).toMatchObject([
      { name: 'speedup-smp1-smp2', reads: [{ metric: 'headline' }, { case: 'smp2' }], rule: { atLeast: 1.6 } },
    ])
  })

  it('hands the program the bounds of the stated partition, and nothing on another system', () => {
    const workload = smpPrimes.workloadFor('linux')
    if (workload?.form !== 'program') throw new Error('smp-primes is a program')
    expect(workload.args(settingOf(2, 2, 3_000_000))).toEqual(['1832395', '3000000'])
    expect(workload.args({ ...settingOf(1, 1, 100), case: smp(1) })).toEqual(['100'])
    expect(smpPrimes.workloadFor('capos')).toBeUndefined()
  })

  it('states partition and timed region for the comparison hash', () => {
    expect(smpPrimes.comparison.partition).toMatch(/^balanced-contiguous\/1: /)
    expect(smpPrimes.comparison.timedRegion).toContain('No system call')
    expect(smpPrimes.verifier).toEqual({
      name: 'every-worker+stated-partition+contiguous-ranges+prime-count+prime-checksum+forward-clock.timing',
      version: 6,
    })
  })

  it('needs the boot proof', () => {
    expect(smpPrimes.proofs.map(({ name, tier }) => [name, tier])).toEqual([['proof-boot', 0]])
  })

  it.each([99, 100_000_001, 1_000.5])('refuses the limit %d', (limit) => {
    expect(() => smpPrimes.parametersWith({ limit })).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
  })
})
