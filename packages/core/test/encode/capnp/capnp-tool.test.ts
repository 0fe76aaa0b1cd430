import { canonicalJson, decodeResult, encodeResult, type StoredResult } from '@capbench/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/define/json.ts'
import * as fields from '../../../src/encode/capnp/fields.ts'
import { convert, decode, framed, layout } from './capnp-tool.ts'
import { anyResult, everyArm, passedResult } from './results.ts'

const json = (value: unknown) => canonicalJson(value as JsonObject)
const utf8 = (text: string) => new TextEncoder().encode(text)
const same = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b)

/**
 * Text in which no string has a bracket or a `#` of its own. `capnp encode` and `convert text:` look for the end of a
 * message by counting brackets, and take those inside of strings for real ones (`readOneText` of 0.9.2 and later).
 */
function withoutClosers(text: string): Uint8Array {
  const escaped = (found: string) => `\\x${found.charCodeAt(0).toString(16)}`
  return utf8(text.replace(/"(?:[^"\\]|\\.)*"/gs, (quoted) => quoted.replace(/[()#]/g, escaped)))
}

/** The texts of a result that stand in lists. */
function listsOf(result: StoredResult): readonly string[] {
  const own = [...result.labels, ...result.authority.terms]
  return result.status === 'passed' ? [...own, ...result.classReasons] : own
}

describe('the encoding of each arm', () => {
  for (const result of everyArm) {
    const bytes = encodeResult(result)

    test(`${result.status} is canonical for the tool, byte for byte`, (context) => {
      expect(same(framed(convert(context, 'binary', 'canonical', bytes)), bytes)).toBe(true)
    })

    test(`${result.status} comes back from the tool through text, packed and flat`, (context) => {
      const text = convert(context, 'binary', 'text', bytes)
      expect(same(framed(convert(context, 'text', 'canonical', text)), bytes)).toBe(true)
      const packed = convert(context, 'binary', 'packed', bytes)
      expect(same(convert(context, 'packed', 'binary', packed), bytes)).toBe(true)
      const flat = convert(context, 'binary', 'flat', bytes)
      expect(same(framed(flat), bytes)).toBe(true)
      expect(decodeResult(framed(convert(context, 'text', 'canonical', text)))).toEqual(result)
    })
  }

  test('is canonical whatever the result says', (context) => {
    const check = (result: StoredResult) => {
      const bytes = encodeResult(result)
      expect(same(framed(convert(context, 'binary', 'canonical', bytes)), bytes)).toBe(true)
    }
    fc.assert(fc.property(anyResult, check), { numRuns: 60 })
  })

  test('comes back from text whatever the result says', (context) => {
    const check = (result: StoredResult) => {
      const bytes = encodeResult(result)
      const back = framed(convert(context, 'text', 'canonical', withoutClosers(decode(context, bytes))))
      // Text has no word for a null pointer inside a list: the tool writes an empty text there.
      if (listsOf(result).includes('')) expect(back.length).toBeGreaterThan(bytes.length)
      else expect(same(back, bytes)).toBe(true)
    }
    fc.assert(fc.property(anyResult, check), { numRuns: 60 })
  })

  test('comes back from text with a bracket in a sentence, once the tool is kept from counting it', (context) => {
    const bytes = encodeResult({ ...passedResult, notes: 'one) or two (' })
    const text = decode(context, bytes)
    expect(text).toContain('notes = "one) or two ("')
    expect(() => convert(context, 'text', 'canonical', utf8(text))).toThrow('Failed to read input')
    expect(same(framed(convert(context, 'text', 'canonical', withoutClosers(text))), bytes)).toBe(true)
    const printed = convert(context, 'binary', 'json', bytes)
    expect(same(framed(convert(context, 'json', 'canonical', printed)), bytes)).toBe(true)
  })
})

describe('the tool reads', () => {
  test('every field of a measurement as it was meant', (context) => {
    const text = decode(context, encodeResult(passedResult))
    for (const expected of [
      'runId = "20260102T030405Z-toys-0a1b2c3d"',
      'benchmarkName = "smp-primes"',
      'tier = 3',
      'status = passed',
      'median = 1500.5',
      'p95 = 1690',
      'samples = [1700.25, 1400, 1500.5]',
      'standardDeviation = 152.82997856617',
      'p99 = nan',
      'figure = "p99"',
      'reason = "insufficient-samples"',
      'vcpus = 2',
      'lowerIsBetter = true',
      'runs = (measured = 3, warmups = 1, accepted = 3, attempts = 0)',
      'claim = "observed, no claim"',
    ]) {
      expect(text).toContain(expected)
    }
  })

  test('an absent p95 as not a number, never as zero', (context) => {
    const { p95: _p95, ...measurement } = passedResult.result.measurement
    expect(decode(context, encodeResult({ ...passedResult, result: { measurement } }))).toContain('p95 = nan')
  })

  test.for(everyArm.slice(1))('$status with its reason, and no measurement', (result, context) => {
    const text = decode(context, encodeResult(result))
    const arm = result.status === 'failed' ? 'failure' : result.status
    expect(text).toContain(`status = ${result.status}`)
    expect(text).toMatch(new RegExp(`result = \\(\\s*${arm} = \\(\\s*reason = "`))
    expect(text).not.toContain('median')
  })
})

describe('what the tool writes', () => {
  const hash = `0x"${'ab '.repeat(32).trim()}"`
  const source = (more: string) =>
    utf8(`(schema = "capbench.result/1", runId = "r", benchmarkName = "b", tier = 1, correctnessId = "v@1:0",
      configHash = ${hash}, artifactHash = ${hash}, target = "t", system = "capos", role = "subject", case = "smp1",
      vcpus = 1, metric = "m", hashes = (comparison = ${hash}, envelope = ${hash}, identity = ${hash}),
      authority = (profile = "p", posture = "{}"), runs = (measured = 2, accepted = 2), ${more})`)
  const measurement = 'unit = "ns", median = 1.5, min = 1, max = 2, mean = 1.5, samples = [2, 1]'
  const judged = 'evidenceClass = "informational", claim = "observed, no claim"'

  test('by hand as a measurement is read', (context) => {
    const text = source(`status = passed, ${judged}, result = (measurement = (${measurement}, p95 = nan))`)
    const result = decodeResult(framed(convert(context, 'text', 'canonical', text)))
    expect(result).toMatchObject({ status: 'passed', case: 'smp1', hashes: { workload: null } })
    expect(json(result.result)).toBe(
      json({
        measurement: {
          unit: 'ns',
          clock: '',
          lowerIsBetter: false,
          ...{ median: 1.5, min: 1, max: 2, mean: 1.5, samples: [2, 1], absent: {} },
        },
      }),
    )
  })

  test.for([
    ['failed', 'failure', 'launch_failed'],
    ['unsupported', 'unsupported', 'missing_prerequisite'],
    ['invalid', 'invalid', 'guest_panic'],
  ])('by hand as %s is read', ([status, arm, reason], context) => {
    const why = `reason = "${reason}", detail = "d"`
    const failure = `${why}, causes = [(status = "${status}", ${why})]`
    const text = source(`status = ${status}, result = (${arm} = (${failure}))`)
    expect(decodeResult(framed(convert(context, 'text', 'canonical', text)))).toMatchObject({
      status,
      result: { [`${arm}`]: { reason, causes: [{ status }] } },
    })
  })

  const passed = `status = passed, ${judged}`
  const figures = `${measurement}, p95 = nan`
  test.for([
    ['nothing at all', utf8('()'), '"" as schema'],
    ['the name of a campaign alone', utf8('(runId = "r1")'), '"" as schema'],
    ['no figures', source(`${passed}, result = (measurement = ())`), '/result/measurement'],
    [
      'no samples',
      source(`${passed}, result = (measurement = (unit = "ns", p95 = nan))`),
      '/result/measurement/samples',
    ],
    [
      'a p95 that was left out and reads as 0',
      source(`${passed}, result = (measurement = (${measurement}))`),
      'p95 is 0',
    ],
    ['another arm than its status', source(`status = passed, result = (failure = (reason = "noise"))`), 'arm failure'],
    ['a measurement that failed', source(`status = failed, result = (measurement = (${figures}))`), 'arm measurement'],
    ['a reason of another arm', source(`status = failed, result = (failure = (reason = "noise"))`), '/result/failure'],
    ['a failure with a claim', source(`status = failed, claim = "c", result = (failure = ())`), 'a class or a claim'],
    [
      'a median that is not that of its samples',
      source(`${passed}, result = (measurement = (${figures.replace('median = 1.5', 'median = 1.25')}))`),
      'its median is 1.25, which is not that of its samples',
    ],
    ['a short hash', source(`${passed}, artifactHash = 0x"ab", result = (measurement = (${figures}))`), '1 bytes as'],
    [
      'a sample that is not finite',
      source(`${passed}, result = (measurement = (samples = [inf], p95 = nan))`),
      'samples',
    ],
    [
      'an empty text that is not null',
      source(`${passed}, notes = "", result = (measurement = (${figures}))`),
      'as notes',
    ],
  ] as const)('with %s is refused', ([_what, text, message], context) => {
    const bytes = framed(convert(context, 'text', 'canonical', text))
    expect(() => decodeResult(bytes)).toThrow(
      expect.objectContaining({ code: 'CAPBENCH_HOSTILE', message: expect.stringContaining(message) }),
    )
  })

  test('is read in canonical form only, to which the tool brings it', (context) => {
    const loose = convert(context, 'text', 'binary', source(`${passed}, result = (measurement = (${figures}))`))
    expect(() => decodeResult(loose)).toThrow(expect.objectContaining({ code: 'CAPBENCH_HOSTILE' }))
    expect(decodeResult(framed(convert(context, 'binary', 'canonical', loose))).status).toBe('passed')
  })
})

describe('the fields lie where the compiler of the schema puts them:', () => {
  const structs = {
    BenchmarkResult: [fields.resultPointers, fields.resultData],
    MeasurementSummary: [fields.measurementPointers, fields.measurementData],
    Absence: [fields.absencePointers, { size: 0 }],
    RunFailure: [fields.failurePointers, { size: 0 }],
    Cause: [fields.causePointers, { size: 0 }],
    Hashes: [fields.hashesPointers, { size: 0 }],
    Authority: [fields.authorityPointers, { size: 0 }],
    Runs: [[], fields.runsData],
  } as const

  test.for(Object.entries(structs))('%s', ([name, [pointers, { size, ...data }]], context) => {
    const [, rest = ''] = layout(context).split(`struct ${name} @`)
    const [body = ''] = rest.split('\n}')
    expect(body).toContain(`${size} bytes, ${pointers.length} ptrs`)
    const at = (pattern: RegExp) =>
      [...body.matchAll(pattern)].map(([, field, place]) => [field, Number(place)] as const)
    const seen = Object.fromEntries(at(/(\w+) @\d+ :\S+.*# bits\[(\d+),/g))
    if (body.includes('tag bits')) seen.arm = Number(/tag bits \[(\d+)/.exec(body)?.[1])
    expect(seen).toEqual(Object.fromEntries(Object.entries(data).map(([field, byte]) => [field, byte * 8])))
    const own = at(/(\w+) @\d+ :\S+.*# ptr\[(\d+)\]/g).filter(
      ([field]) => !/^(measurement|failure|unsupported|invalid)$/.test(field ?? ''),
    )
    const wanted = pointers.map((field, index) => [field, index] as const).filter(([field]) => field !== 'result')
    expect(Object.fromEntries(own)).toEqual(Object.fromEntries(wanted))
  })

  test('the statuses, and the arms of the union', (context) => {
    const compiled = layout(context)
    for (const [index, status] of fields.statuses.entries()) expect(compiled).toContain(`  ${status} @${index};`)
    for (const [index, arm] of fields.arms.entries()) {
      expect(compiled).toMatch(
        new RegExp(
          `${arm} @\\d+ :\\w+;  # ptr\\[${fields.resultPointers.indexOf('result')}\\], union tag = ${index}\n`,
        ),
      )
    }
  })

  test('the ordinals of the spec', (context) => {
    const compiled = layout(context)
    for (const field of [
      'runId @0 :Text',
      'benchmarkName @1 :Text',
      'tier @2 :UInt16',
      'status @3 :BenchmarkStatus',
      'correctnessId @4 :Text',
      'configHash @5 :Data',
      'artifactHash @6 :Data',
      'notes @7 :Text',
      'measurement @8 :MeasurementSummary',
      'failure @9 :RunFailure',
      'unsupported @10 :RunFailure',
      'invalid @11 :RunFailure',
      'unit @0 :Text',
      'lowerIsBetter @1 :Bool',
      'median @2 :Float64',
      'p95 @3 :Float64',
      'samples @4 :List(Float64)',
      'reason @0 :Text',
      'detail @1 :Text',
    ]) {
      expect(compiled).toContain(`  ${field};`)
    }
  })
})
