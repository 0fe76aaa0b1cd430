import {
  defineAuthorityProfile,
  defineBenchmark,
  framed,
  smp,
  smtDiagnostic,
  speedup,
  Type,
  verdictOf,
} from '@capbench/core'
import { describe, expect, test } from 'vitest'
import { common, program, toy, toyProof } from '../pipeline/toy.ts'

/** The least definition, with what is to be wrong in it. */
function define(change: Record<string, unknown> = {}) {
  return defineBenchmark({
    ...common,
    name: 'least',
    tier: 3,
    parameters: Type.Object({ size: Type.Integer({ default: 1, minimum: 1 }) }),
    cases: [smp(1), smp(2)],
    workloads: { linux: { form: 'program', program: () => program, args: () => [] } },
    nondeterminism: [],
    proofs: [],
    parser: framed({ version: 1, records: {}, observe: () => ({ ns: 1 }) }),
    verify: { name: 'ok', version: 1, judge: () => verdictOf({ ok: undefined }) },
    metrics: { elapsed: { unit: 'ns', clock: 'CLOCK_MONOTONIC', better: 'lower', from: ({ ns }) => ns } },
    method: { warmup: { runs: 0, why: 'none' }, runs: 5, timeoutMs: 1000 },
    ...change,
  })
}
const elapsed = (change: Record<string, unknown>) => ({
  elapsed: { unit: 'ns', clock: 'CLOCK_MONOTONIC', better: 'lower', from: () => 1, ...change },
})
const method = (change: Record<string, unknown>) => ({
  method: { warmup: { runs: 0, why: 'none' }, runs: 5, timeoutMs: 1000, ...change },
})

test('the least definition is one', () => {
  expect(define()).toMatchObject({ name: 'least', defaults: { size: 1 }, gates: [], units: { elapsed: 'ns' } })
})

describe('a definition is refused, and the message names what is wrong', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['name', { name: 'Least' }, 'benchmark must match'],
    ['name that leaves', { name: '../least' }, '../least'],
    ['version', { version: '1.0' }, 'version "1.0" is not of the form 1.2.3'],
    ['no case', { cases: [] }, 'it has no case; give it at least one'],
    ['case twice', { cases: [smp(1), smp(1)] }, 'the case "smp1" occurs twice; drop one'],
    ['case name', { cases: [{ ...smp(1), name: 'SMP1' }] }, 'got "SMP1"'],
    ['metric name', { metrics: { 'Elapsed Time': {} } }, 'got "Elapsed Time"'],
    [
      'unit',
      { metrics: elapsed({ unit: 'minutes' }) },
      'the metric "elapsed" has the unit "minutes"; it is one of ns,',
    ],
    ['clock', { metrics: elapsed({ clock: 'tsc' }) }, 'has the clock "tsc"; it is one of CLOCK_MONOTONIC,'],
    ['clock of one system', { metrics: elapsed({ clock: { linux: 'none', capos: 'toString' } }) }, '"toString"'],
    ['no unit', { metrics: elapsed({ unit: undefined }) }, 'the unit undefined'],
    ['direction', { metrics: elapsed({ better: 'up' }) }, 'has the direction "up"; it is one of lower, higher'],
    ['no metric', { metrics: {} }, 'only a tier 0 proof may be without metrics'],
    ['no default', { parameters: Type.Object({ size: Type.Integer() }) }, 'the parameter "size" has no default'],
    [
      'default that does not fit',
      { parameters: Type.Object({ size: Type.Integer({ default: 0, minimum: 1 }) }) },
      'parameter size of least must be >= 1; got 0',
    ],
    [
      'gate on a case',
      { gates: [speedup({ from: 'smp1', to: 'smp9', atLeast: 2 })] },
      'names the case "smp9"; it has smp1, smp2',
    ],
    [
      'gate on a metric',
      { gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 2, metric: 'speed' })] },
      'names the metric "speed"; it has elapsed',
    ],
    ['runs', method({ runs: 0 }), 'method.runs must be 1 to 1000, got 0'],
    ['broken runs', method({ runs: 1.5 }), 'got 1.5'],
    ['warm-ups', method({ warmup: { runs: -1, why: '' } }), 'method.warmup.runs must be 0 to 100, got -1'],
    ['no time', method({ timeoutMs: 0 }), 'method.timeoutMs must be'],
    ['NaN as time', method({ timeoutMs: Number.NaN }), 'got NaN'],
    ['a broken time', method({ timeoutMs: 0.5 }), 'got 0.5'],
    ['a benchmark as proof', { proofs: [toy] }, 'toy is no proof: a proof has tier 0'],
    ['a proof with proofs', { proofs: [{ ...toyProof, proofs: [toyProof] }] }, 'toy-proof is no proof'],
  ])('%s', (_, change, message) => {
    expect(() => define(change)).toThrow(
      expect.objectContaining({ code: 'CAPBENCH_DEFINITION', message: expect.stringContaining(message) }),
    )
  })

  test.each([0, -1, 1.5, 1025, Number.NaN])('a case of %d CPUs', (vcpus) => {
    expect(() => smp(vcpus)).toThrow(`got ${vcpus}`)
    expect(() => smtDiagnostic(vcpus)).toThrow('a case needs 1 to 1024 CPUs')
  })

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a speedup gate of %d', (atLeast) => {
    expect(() => speedup({ from: 'smp1', to: 'smp2', atLeast })).toThrow(`atLeast > 0, got ${atLeast}`)
  })

  test('an authority profile with an unknown or repeated term', () => {
    expect(() => defineAuthorityProfile({ name: 'p', terms: ['root' as 'cpu'] })).toThrow(
      'names the term "root"; known terms are cpu,',
    )
    expect(() => defineAuthorityProfile({ name: 'p', terms: ['toString' as 'cpu'] })).toThrow('"toString"')
    expect(() => defineAuthorityProfile({ name: 'p', terms: ['cpu', 'cpu'] })).toThrow('"cpu" twice')
    expect(() => defineAuthorityProfile({ name: 'P', terms: [] })).toThrow('authority profile')
  })
})

describe('parameters', () => {
  test.each([
    [{ sise: 3 }, 'least has no parameter "sise"; it has size'],
    [{ size: 0 }, 'parameter size of least must be >= 1; got 0'],
    [{ size: '3' }, 'parameter size of least must be integer; got "3"'],
  ])('%j is refused by name', (change, message) => {
    expect(() => define().parametersWith(change)).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE', message }))
  })
})
