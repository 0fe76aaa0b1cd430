import { canonicalJson, decodeResult, encodeResult } from '@capbench/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/define/json.ts'
import { anyResult, everyArm, passedResult } from './results.ts'

const json = (value: unknown) => canonicalJson(value as JsonObject)

describe('a result', () => {
  test('comes back as it was, and has one encoding', () => {
    fc.assert(
      fc.property(anyResult, (result) => {
        const bytes = encodeResult(result)
        const decoded = decodeResult(bytes)
        expect(json(decoded)).toBe(json(result))
        expect(Buffer.from(encodeResult(decoded)).equals(bytes)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test.each(everyArm.map((result) => [result.status, result] as const))('%s, as written by hand', (_status, result) => {
    expect(decodeResult(encodeResult(result))).toEqual(result)
  })

  test('is read from the middle of a larger buffer', () => {
    const bytes = encodeResult(passedResult)
    const larger = Buffer.alloc(bytes.length + 3, 0xff)
    larger.set(bytes, 3)
    expect(decodeResult(larger.subarray(3))).toEqual(passedResult)
  })

  test('with a hundred thousand samples is no special case', () => {
    const samples = Array.from({ length: 100_000 }, (_, index) => index + 0.5)
    const { p95: _p95, ...measurement } = passedResult.result.measurement
    const figures = { ...measurement, samples, median: 50_000, min: 0.5, max: 99_999.5 }
    const many = {
      ...passedResult,
      runs: { measured: 100_000, warmups: 0, accepted: 100_000, attempts: 0 },
      result: { measurement: figures },
    }
    expect(json(decodeResult(encodeResult(many)))).toBe(json(many))
  })
})

describe('what could not be read back is not written', () => {
  const { measurement } = passedResult.result
  const withFigures = (figures: object) => ({
    ...passedResult,
    result: { measurement: { ...measurement, ...figures } },
  })
  test.each([
    ['a median that is not that of the samples', withFigures({ median: 1 }), 'its median is 1'],
    ['no samples', withFigures({ samples: [] }), '/result/measurement/samples'],
    ['a number that is not finite', withFigures({ mean: Number.NaN }), 'mean'],
    ['a percentile that is given and absent', withFigures({ p99: 1700 }), 'its p99 is 1700 and said to be absent'],
    ['minus zero', withFigures({ cv: -0 }), 'cv is -0'],
    ['an absent figure without reason', withFigures({ absent: { p90: 0 } }), 'without a reason'],
    ['an empty scale', withFigures({ scale: '' }), 'scale is empty'],
    ['more samples than accepted runs', { ...passedResult, runs: { ...passedResult.runs, accepted: 2 } }, '2 accepted'],
    ['a lone surrogate', { ...passedResult, notes: '\ud800' }, 'lone surrogate'],
    ['no campaign', { ...passedResult, runId: '' }, '/runId'],
    ['more CPUs than the field holds', { ...passedResult, vcpus: 2 ** 32 }, 'vcpus is 4294967296'],
    ['an arm of another status', { ...passedResult, status: 'failed' as const }, '/result'],
  ])('%s', (_what, result, message) => {
    expect(() => encodeResult(result as typeof passedResult)).toThrow(
      expect.objectContaining({ code: 'CAPBENCH_USAGE', message: expect.stringContaining(message) }),
    )
  })
})

test('random bytes, whole or behind a fitting segment table, are refused and nothing else is thrown', () => {
  const refused = (bytes: Uint8Array) =>
    expect(() => decodeResult(bytes)).toThrow(expect.objectContaining({ code: 'CAPBENCH_HOSTILE' }))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      refused(bytes)
      const words = bytes.length >> 3
      const framed = Buffer.alloc(8 + words * 8)
      framed.writeUInt32LE(words, 4)
      framed.set(bytes.subarray(0, words * 8), 8)
      refused(framed)
    }),
    { numRuns: 2000 },
  )
})
