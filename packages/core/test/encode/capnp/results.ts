import type { StoredResult } from '@capbench/core'
import fc from 'fast-check'
import { type Cause, notApplicableCauses, reasons } from '../../../src/define/reasons.ts'
import { labelReasons } from '../../../src/judge/labels/names.ts'
import { median } from '../../../src/statistics/median.ts'

type Passed = Extract<StoredResult, { readonly status: 'passed' }>

const hex64 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,63}$/)
const anyText = fc.string({ unit: 'binary' })
const someText = fc.string({ unit: 'binary', minLength: 1 })
const texts = fc.array(anyText, { maxLength: 4 })
const number = fc
  .oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter((x) => !Object.is(x, -0) && Math.abs(x) <= Number.MAX_SAFE_INTEGER)
const maybe = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc
    .option(value, { nil: undefined })
    .map((found): { readonly [key: string]: T } => (found === undefined ? {} : { [key]: found }))

const common = fc.record({
  schema: fc.constant('capbench.result/1' as const),
  runId: someText,
  benchmarkName: name,
  benchmarkVersion: anyText,
  tier: fc.integer({ min: 0, max: 4 }),
  correctnessId: someText,
  configHash: hex64,
  artifactHash: hex64,
  notes: anyText,
  target: name,
  system: anyText,
  role: fc.constantFrom('subject', 'reference', 'native-context'),
  case: name,
  vcpus: fc.integer({ min: 1, max: 0xffff_ffff }),
  metric: name,
  hashes: fc.record({ comparison: hex64, workload: fc.option(hex64), envelope: hex64, identity: hex64 }),
  authority: fc.record(
    {
      profile: name,
      terms: texts,
      enforcement: anyText,
      posture: fc.constantFrom({}, { kernel: 'normal', fastPaths: ['a'], filter: true }),
      observed: fc.constantFrom({}, { kind: 'sandbox', open: ['memory.map: mmap'] }),
    },
    { requiredKeys: ['profile', 'terms', 'enforcement', 'posture'] },
  ),
  labels: texts,
  runs: fc.record({
    measured: fc.integer({ min: 20, max: 0xffff_ffff }),
    warmups: fc.nat(),
    accepted: fc.integer({ min: 10, max: 20 }),
    attempts: fc.nat(),
  }),
})

const measurement = fc
  .tuple(
    fc.record({ unit: someText, clock: anyText, lowerIsBetter: fc.boolean(), mean: number }),
    fc.array(number, { minLength: 1, maxLength: 10 }),
    fc.tuple(
      maybe('scale', someText),
      maybe('standardDeviation', number),
      maybe('cv', number),
      maybe('p95', number),
      maybe('p99', number),
    ),
    fc.dictionary(name, someText, { maxKeys: 3, noNullPrototype: true }),
  )
  .map(([base, samples, [scale, deviation, cv, ...tails], absent]) => {
    const middle = median(samples) + 0 // rounding can give -0, which is not stored
    const above = tails.flatMap((tail) =>
      Object.entries(tail).map(([name, value]) => [name, Math.max(value, middle)] as const),
    )
    const figures = { samples, min: Math.min(...samples), max: Math.max(...samples), median: middle }
    return { ...base, ...scale, ...deviation, ...cv, ...figures, ...Object.fromEntries(above), absent }
  })

const passed = fc
  .tuple(
    common,
    fc.record({
      evidenceClass: fc.constantFrom('claimable', 'informational', 'smt-diagnostic', 'functional-only'),
      classReasons: fc.array(fc.constantFrom(...Object.keys(labelReasons)), { maxLength: 3 }),
      claim: anyText,
    }),
    measurement,
  )
  .map(([base, judged, figures]) => ({ ...base, ...judged, status: 'passed', result: { measurement: figures } }))

const causeOf = (status: Cause['status']) =>
  fc
    .tuple(fc.constantFrom(...reasons[status]), maybe('cause', fc.constantFrom(...notApplicableCauses)), anyText)
    .map(([reason, cause, detail]) => ({ status, reason, ...cause, detail }))
const anyCause = fc.oneof(causeOf('failed'), causeOf('unsupported'), causeOf('invalid'))

const unmeasured = (status: Cause['status'], arm: string) =>
  fc.tuple(common, causeOf(status), fc.array(anyCause, { maxLength: 3 })).map(([base, first, rest]) => {
    const { status: _status, ...reason } = first
    return { ...base, status, result: { [arm]: { ...reason, causes: [first, ...rest] } } }
  })

/** Any result that can be stored, every arm as often. */
export const anyResult = fc.oneof(
  passed,
  unmeasured('failed', 'failure'),
  unmeasured('unsupported', 'unsupported'),
  unmeasured('invalid', 'invalid'),
) as unknown as fc.Arbitrary<StoredResult>

const base = {
  schema: 'capbench.result/1',
  runId: '20260102T030405Z-toys-0a1b2c3d',
  benchmarkName: 'smp-primes',
  benchmarkVersion: '1.0.0',
  tier: 3,
  correctnessId: 'primes@1:0123456789abcdef',
  configHash: 'c0'.repeat(32),
  artifactHash: 'a1'.repeat(32),
  notes: 'größe',
  target: 'linux',
  system: 'linux',
  role: 'reference',
  case: 'smp2',
  vcpus: 2,
  metric: 'elapsed',
  hashes: {
    comparison: '11'.repeat(32),
    workload: '22'.repeat(32),
    envelope: '33'.repeat(32),
    identity: '44'.repeat(32),
  },
  authority: {
    profile: 'threads',
    terms: ['process.spawn', 'clock.monotonic'],
    enforcement: 'enforced',
    posture: { fastPaths: [], filter: true, kernel: 'normal' },
  },
  labels: ['fixture_only'],
  runs: { measured: 3, warmups: 1, accepted: 3, attempts: 0 },
} as const

export const passedResult: Passed = {
  ...base,
  authority: { ...base.authority, terms: [...base.authority.terms] },
  labels: [...base.labels],
  status: 'passed',
  evidenceClass: 'functional-only',
  classReasons: ['not-kvm'],
  claim: 'observed, no claim',
  result: {
    measurement: {
      unit: 'ns',
      clock: 'monotonic',
      lowerIsBetter: true,
      median: 1500.5,
      min: 1400,
      max: 1700.25,
      mean: 1533.5833333333333,
      standardDeviation: 152.82997856617,
      cv: 0.0996,
      samples: [1700.25, 1400, 1500.5],
      p95: 1690,
      absent: { p99: 'insufficient-samples' },
    },
  },
}

/** One of each arm, made by hand. */
export const everyArm: readonly StoredResult[] = [
  passedResult,
  failureOf('failed', 'failure', 'run_timeout'),
  failureOf('unsupported', 'unsupported', 'not_applicable'),
  failureOf('invalid', 'invalid', 'verifier_rejected'),
]

function failureOf(status: Cause['status'], arm: string, reason: string): StoredResult {
  const { evidenceClass: _class, classReasons: _reasons, claim: _claim, ...rest } = passedResult
  const first = { reason, ...(reason === 'not_applicable' && { cause: 'needs_smp' }), detail: 'run 2: "no"\n' }
  const second = { status: 'invalid', reason: 'noise', detail: '' }
  return { ...rest, status, result: { [arm]: { ...first, causes: [{ status, ...first }, second] } } } as StoredResult
}
