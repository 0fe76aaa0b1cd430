import {
  type Analysis,
  attenuate,
  type Campaign,
  combine,
  defineAuthorityProfile,
  defineBenchmark,
  type Entry,
  enforce,
  every,
  framed,
  type Result,
  run,
  type StoredResult,
  smp,
  speedup,
  suite,
  Type,
  type Verification,
  type Verified,
  type Verifier,
  verdictOf,
  withCases,
  withParameters,
} from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { describe, expectTypeOf, test } from 'vitest'
import { common, good, program, toy, toyProof } from '../pipeline/toy.ts'

interface Seen {
  readonly ns: number
  readonly count: number
}
const parser = framed({ version: 1, records: {}, observe: (): Seen => ({ ns: 1, count: 1 }) })
const verify: Verifier<{ readonly count: number }> = {
  name: 'count',
  version: 1,
  judge: ({ count }) => verdictOf({ count: count === 1 ? undefined : 'not 1' }),
}
const rest = {
  ...common,
  name: 'typed',
  tier: 3,
  parameters: Type.Object({ size: Type.Integer({ default: 1 }) }),
  workloads: { linux: { form: 'program', program: () => program, args: () => [] } },
  nondeterminism: [],
  proofs: [],
  method: { warmup: { runs: 0, why: 'none' }, runs: 5, timeoutMs: 1000 },
} as const
const elapsed = { unit: 'ns', clock: 'CLOCK_MONOTONIC', better: 'lower' } as const

/** Compiled, never called: each refusal below is the type checker's. */
const compiled = (..._never: readonly (() => unknown)[]) => {}

describe('a definition', () => {
  test('measures verified output alone', () => {
    const unverified: Seen = { ns: 1, count: 1 }
    const fromVerified = (seen: Verified<Seen>): number => seen.ns
    compiled(
      // @ts-expect-error - a metric cannot read unverified output
      () => fromVerified(unverified),
      // @ts-expect-error - a copy of verified output is not verified
      () => (seen: Verified<Seen>) => fromVerified({ ...seen, ns: 5 }),
      () =>
        defineBenchmark({
          ...rest,
          cases: [smp(1)],
          parser,
          verify,
          // @ts-expect-error - the observation has no such member
          metrics: { elapsed: { ...elapsed, from: (seen) => seen.missing } },
        }),
      () =>
        defineBenchmark({
          ...rest,
          cases: [smp(1)],
          parser,
          verify,
          // @ts-expect-error - a metric is a number
          metrics: { elapsed: { ...elapsed, from: () => 'fast' } },
        }),
      () =>
        defineBenchmark({
          ...rest,
          cases: [smp(1)],
          parser,
          verify,
          // @ts-expect-error - no such unit
          metrics: { elapsed: { ...elapsed, unit: 'seconds', from: ({ ns }) => ns } },
        }),
    )
  })

  test('is judged by verifiers of its own observation and parameters', () => {
    const stranger: Verifier<{ readonly primes: number }> = { name: 's', version: 1, judge: () => verdictOf({}) }
    const demanding: Verifier<Seen, { readonly limit: number }> = { name: 'd', version: 1, judge: () => verdictOf({}) }
    const metrics = { elapsed: { ...elapsed, from: ({ ns }: Seen) => ns } }
    compiled(
      () => defineBenchmark({ ...rest, cases: [smp(1)], parser, verify, metrics }),
      // @ts-expect-error - the verifier reads what the parser does not observe
      () => defineBenchmark({ ...rest, cases: [smp(1)], parser, verify: stranger, metrics }),
      // @ts-expect-error - one of several verifiers does
      () => defineBenchmark({ ...rest, cases: [smp(1)], parser, verify: every(verify, stranger), metrics }),
      // @ts-expect-error - the verifier wants a parameter that there is not
      () => defineBenchmark({ ...rest, cases: [smp(1)], parser, verify: demanding, metrics }),
    )
  })

  test('has gates over its own cases and metrics', () => {
    const metrics = { elapsed: { ...elapsed, from: ({ ns }: Seen) => ns } }
    const base = { ...rest, cases: [smp(1), smp(2)] as const, parser, verify, metrics }
    compiled(
      () => defineBenchmark({ ...base, gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 2 })] }),
      // @ts-expect-error - a gate with an unknown case
      () => defineBenchmark({ ...base, gates: [speedup({ from: 'smp1', to: 'smp3', atLeast: 2 })] }),
      // @ts-expect-error - a gate with an unknown metric
      () => defineBenchmark({ ...base, gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 2, metric: 'speed' })] }),
    )
  })
})

describe('a suite and its campaign', () => {
  const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
  const stranger = fakeTarget({ name: 'stranger', play: (request) => good(request) })
  const toys = suite({ name: 'toys', benchmarks: [toy], targets: [target] })

  test('know their cases, parameters, metrics and targets', () => {
    compiled(
      () => withCases(toys, toy, ['smp1']),
      // @ts-expect-error - no such case
      () => withCases(toys, toy, ['smp3']),
      // @ts-expect-error - at least one case
      () => withCases(toys, toy, []),
      // @ts-expect-error - no such parameter
      () => withParameters(toys, toy, { sise: 1 }),
      // @ts-expect-error - a parameter of another type
      () => withParameters(toys, toy, { size: '1' }),
      // @ts-expect-error - not a benchmark of this suite
      () => withCases(toys, toyProof, ['smp1']),
      // @ts-expect-error - gates are named in a list
      () => enforce(toys, toy, 'speedup-smp1-smp2'),
    )
    compiled(async () => {
      const campaign = await run(toys)
      expectTypeOf(campaign.result(toy, target, 'smp1', 'elapsed')).toEqualTypeOf<Result<'ns'>>()
      // @ts-expect-error - no such case
      campaign.result(toy, target, 'smp3', 'elapsed')
      // @ts-expect-error - no such metric
      campaign.result(toy, target, 'smp1', 'speed')
      // @ts-expect-error - not a target of this suite
      campaign.result(toy, stranger, 'smp1', 'elapsed')
      // @ts-expect-error - not a benchmark of this suite
      campaign.result(toyProof, target, 'smp1', 'elapsed')
    })
  })

  test('give a measurement only where the status was looked at', () => {
    compiled(() => (result: Result<'ns'>) => {
      // @ts-expect-error - there may be no measurement
      const early: unknown = result.measurement
      if (result.status === 'passed') {
        expectTypeOf(result.measurement.unit).toEqualTypeOf<'ns'>()
        expectTypeOf(result.measurement.samples[0]).toEqualTypeOf<number>()
        // @ts-expect-error - what passed has no reason
        const reason: unknown = result.reason
        return [early, reason]
      }
      if (result.status === 'failed') {
        // @ts-expect-error - a reason of another status
        return result.reason === 'verifier_rejected'
      }
      // @ts-expect-error - nothing else carries a number
      return result.measurement
    })
  })
})

test('an authority profile drops only what it holds', () => {
  const profile = defineAuthorityProfile({ name: 'p', terms: ['cpu', 'signal'] })
  compiled(
    () => attenuate(profile, 'signal'),
    // @ts-expect-error - a term that it does not hold
    () => attenuate(profile, 'device'),
    // @ts-expect-error - a term that nobody knows
    () => defineAuthorityProfile({ name: 'q', terms: ['root'] }),
  )
  expectTypeOf(attenuate(profile, 'signal').terms).toEqualTypeOf<readonly 'cpu'[]>()
  const device = defineAuthorityProfile({ name: 'd', terms: ['device'] })
  expectTypeOf(combine('both', profile, device).terms).toEqualTypeOf<readonly ('cpu' | 'signal' | 'device')[]>()
})

test('what scripts read holds no any', () => {
  expectTypeOf<Result['status']>().not.toBeAny()
  expectTypeOf<Campaign['results'][number]>().not.toBeAny()
  expectTypeOf<Campaign<Entry>['exitCode']>().toEqualTypeOf<number>()
  expectTypeOf<Campaign['content']['config']['entries'][number]['parameters']>().not.toBeAny()
  expectTypeOf<Campaign['content']['runs'][number]['record']['outcome']>().not.toBeAny()
  expectTypeOf<StoredResult>().not.toBeAny()
  expectTypeOf<Extract<StoredResult, { status: 'passed' }>['result']['measurement']['absent']>().not.toBeAny()
  expectTypeOf<Extract<StoredResult, { status: 'failed' }>['result']['failure']['reason']>().not.toBeAny()
  expectTypeOf<Analysis['gates'][number]['verdict']>().not.toBeAny()
  expectTypeOf<Verification['checks'][number]['details']>().not.toBeAny()
  expectTypeOf<(typeof toy)['defaults']>().toEqualTypeOf<{ size: number }>()
})
