import {
  type CaseName,
  defineBenchmark,
  type Parameters,
  speedup,
  suite,
  Type,
  type Verifier,
  verdictOf,
  withCases,
  withParameters,
} from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { elapsedNs } from '../src/metrics.ts'
import { type PrimeRun, primeRecords } from '../src/observation.ts'
import { smpPrimes } from '../src/smp-primes.ts'

const target = fakeTarget({ name: 'fixture', play: () => ({}) })
const scaling = suite({ name: 'scaling', benchmarks: [smpPrimes], targets: [target] })
const usage = expect.objectContaining({ code: 'CAPBENCH_USAGE' })

describe('what the types of smp-primes know', () => {
  it('has its name, cases, parameters and units as literals', () => {
    expectTypeOf(smpPrimes.name).toEqualTypeOf<'smp-primes'>()
    expectTypeOf<CaseName<typeof smpPrimes>>().toEqualTypeOf<'smp1' | 'smp2' | 'smp4' | 'smp8-smt'>()
    expectTypeOf<Parameters<typeof smpPrimes>>().toEqualTypeOf<{ limit: number }>()
    expectTypeOf(smpPrimes.units.elapsed).toEqualTypeOf<'ns'>()
    expectTypeOf(smpPrimes.units.cycles).toEqualTypeOf<'cycles'>()
    expectTypeOf(smpPrimes.units.imbalance).toEqualTypeOf<'ratio'>()
    expect(smpPrimes.units).toEqual({ elapsed: 'ns', cycles: 'cycles', imbalance: 'ratio' })
  })

  it('refuses a case that is not there', () => {
    expect(withCases(scaling, smpPrimes, ['smp1', 'smp8-smt']).entries[0]?.cases).toEqual(['smp1', 'smp8-smt'])
    // @ts-expect-error - there is no case smp3
    expect(() => withCases(scaling, smpPrimes, ['smp1', 'smp3'])).toThrow(usage)
  })

  it('refuses a gate over a case that is not there', () => {
    type OwnGate = (typeof smpPrimes.gates)[number]
    const right: OwnGate = speedup({ from: 'smp1', to: 'smp4', atLeast: 3 })
    // @ts-expect-error - there is no case smp16
    const wrong: OwnGate = speedup({ from: 'smp1', to: 'smp16', atLeast: 1.6 })
    expect([right, wrong].map(({ reads }) => reads.map((row) => row.case))).toEqual([
      ['smp1', 'smp4'],
      ['smp1', 'smp16'],
    ])
  })

  it('refuses a parameter that is not there, or of another type', () => {
    expect(withParameters(scaling, smpPrimes, { limit: 1_000 }).entries[0]?.parameters).toEqual({ limit: 1_000 })
    // @ts-expect-error - the parameter is called limit
    expect(() => withParameters(scaling, smpPrimes, { limits: 1_000 })).toThrow(usage)
    // @ts-expect-error - the limit is a number
    expect(() => withParameters(scaling, smpPrimes, { limit: '1000' })).toThrow(usage)
  })

  it('measures verified runs alone: an observation that no verifier accepted does not do', () => {
    const worker = { index: 0, from: 2, to: 9, primes: 4, checksum: '0', startNs: 1, endNs: 3, cpuStart: 0, cpuEnd: 0 }
    const workers = [{ ...worker, startCycles: 0, endCycles: 1 }]
    const unverified: PrimeRun = { setups: 1, planned: 1, cpus: 1, limit: 9, workers, primes: 4, checksum: '0' }
    // @ts-expect-error - only core grants Verified, after the verifier accepted
    expect(elapsedNs(unverified)).toBe(2)
    // @ts-expect-error - what the parser returned may be incomplete
    expect(() => elapsedNs(primeRecords.parse({ nonce: '-', channel: () => new Uint8Array() }))).toThrow(TypeError)
  })

  it('refuses a gate over a metric that is not there', () => {
    const { tier, lineage, corpus, backing, authority, comparison, method } = smpPrimes
    const rest = {
      version: '1.0.0',
      module: import.meta.url,
      tier,
      lineage,
      corpus,
      backing,
      authority,
      comparison,
      method,
    }
    const accepting: Verifier<PrimeRun> = { name: 'none', version: 1, judge: () => verdictOf({ nothing: undefined }) }
    const define = () =>
      defineBenchmark({
        ...rest,
        name: 'two-cases',
        parameters: Type.Object({}),
        cases: smpPrimes.cases.slice(0, 2),
        requires: [],
        unsupportedPolicy: 'none',
        workloads: {},
        nondeterminism: [],
        proofs: [],
        parser: primeRecords,
        verify: accepting,
        metrics: { elapsed: { unit: 'ns', clock: 'CLOCK_MONOTONIC', better: 'lower', from: elapsedNs } },
        // @ts-expect-error - there is no metric of this name
        gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6, metric: 'throughput' })],
      })
    expect(define).toThrow(expect.objectContaining({ code: 'CAPBENCH_DEFINITION' }))
  })
})
