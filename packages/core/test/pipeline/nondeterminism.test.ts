import { describe, expect, test } from 'vitest'
import type { Nondeterminism } from '../../src/define/method.ts'
import { type List, listResult, type Variant } from './list.ts'

const a = { name: 'a', ns: 5 }
const b = { name: 'b', ns: 7 }
const rule = (path: string, kind: Nondeterminism['rule'], limits: { min?: number; max?: number } = {}) => ({
  path,
  rule: kind,
  ...limits,
  why: 'a test',
})

describe('runs of one row must observe the same', () => {
  test.each<[string, readonly List['items'][], Variant]>([
    [
      'nothing differs',
      [
        [a, b],
        [a, b],
      ],
      {},
    ],
    ['any: a declared value differs', [[a], [{ ...a, ns: 6 }]], { nondeterminism: [rule('items[].ns', 'any')] }],
    ['any: all below a declared path differs', [[a], [b, b]], { nondeterminism: [rule('items', 'any')] }],
    [
      'range: within, ends included',
      [[a], [{ ...a, ns: 7 }]],
      { nondeterminism: [rule('items[].ns', 'range', { min: 5, max: 7 })] },
    ],
    [
      'set: another order',
      [
        [a, b],
        [b, a],
      ],
      { nondeterminism: [rule('items', 'set')] },
    ],
    [
      'set: another order of elements whose times differ',
      [
        [a, b],
        [
          { ...b, ns: 1 },
          { ...a, ns: 2 },
        ],
      ],
      { nondeterminism: [rule('items', 'set'), rule('items[].ns', 'any')] },
    ],
  ])('passes: %s', async (_, runs, variant) => {
    expect(await listResult(runs, variant)).toMatchObject({ status: 'passed' })
  })

  test.each<[string, readonly List['items'][], Variant, string]>([
    [
      'a value that was not declared',
      [[a], [a], [{ ...a, name: 'c' }]],
      {},
      'undeclared nondeterminism: items[0].name is "c" in run 3 and "a" in run 1',
    ],
    [
      'a declared value beside another one',
      [[a], [{ name: 'c', ns: 9 }]],
      { nondeterminism: [rule('items[].ns', 'any')] },
      'items[0].name is "c"',
    ],
    ['another length', [[a], [a, a]], { nondeterminism: [rule('items[].ns', 'any')] }, 'items.length is 2'],
    [
      'another order',
      [
        [a, b],
        [b, a],
      ],
      {},
      'items[0].name is "b"',
    ],
    [
      'set: another element',
      [
        [a, b],
        [b, b],
      ],
      { nondeterminism: [rule('items', 'set')] },
      'items is',
    ],
    ['set: one element more', [[a], [a, a]], { nondeterminism: [rule('items', 'set')] }, 'items.length is 2'],
    [
      'range: above, in one run alone',
      [[a], [{ ...a, ns: 8 }]],
      { nondeterminism: [rule('items[].ns', 'range', { min: 5, max: 7 })] },
      'run 2: items[0].ns is 8, declared was a number from 5 to 7',
    ],
    [
      'range: below, in every run',
      [[a], [a]],
      { nondeterminism: [rule('items[].ns', 'range', { min: 6 })] },
      'run 1: items[0].ns is 5',
    ],
    [
      'range: no number',
      [[a], [a]],
      { nondeterminism: [rule('items[].name', 'range', { min: 6 })] },
      'items[0].name is "a"',
    ],
  ])('refuses: %s', async (_, runs, variant, detail) => {
    const result = await listResult(runs, variant)
    expect(result).toMatchObject({ status: 'invalid', reason: 'verifier_rejected' })
    expect('detail' in result && result.detail).toContain(detail)
  })

  test.each<[string, () => unknown, () => unknown]>([
    ['an empty object for an absent one', () => ({}), () => undefined],
    ['an empty array for an empty object', () => [], () => ({})],
    ['big integers', () => 1n, () => 2n],
    ['a sign of zero', () => 0, () => -0],
  ])('refuses: %s', async (_, first, second) => {
    let seen = 0
    // Assessed once when it runs and once when it is derived.
    const extra = () => (seen++ % 2 === 0 ? first : second)()
    expect(await listResult([[a], [a]], { extra })).toMatchObject({ status: 'invalid', reason: 'verifier_rejected' })
  })

  test.each([
    ['a map', () => new Map([[1, 2]])],
    ['a date', () => new Date(0)],
  ])('refuses what hides its content: %s', async (_, extra) => {
    const result = await listResult([[a], [a]], { extra })
    expect('detail' in result && result.detail).toContain('extra is neither plain object nor array')
  })
})

describe('a definition that throws', () => {
  const failing = () => {
    throw new TypeError('no such thing')
  }
  test.each<[string, Variant]>([
    ['in its parser', { extra: failing }],
    ['in its verifier', { judge: failing }],
    ['in a metric', { from: failing }],
  ])('%s voids the run and not the campaign', async (_, variant) => {
    expect(await listResult([[a]], variant)).toMatchObject({
      status: 'invalid',
      reason: 'verifier_rejected',
      detail: 'run 1: parser, verifier or metrics of list threw: TypeError; they must return',
    })
  })
})

describe('a metric', () => {
  test.each([
    ['NaN', [Number.NaN]],
    ['an infinity', [1, Number.POSITIVE_INFINITY]],
    ['nothing', []],
    ['zero', [0]],
    ['a negative number', [3, -1]],
    ['a number beyond 2^53-1', [2 ** 53]],
  ])('that yields %s: clock_unusable', async (_, values) => {
    const result = await listResult([[a], [a]], { from: () => values })
    expect(result).toMatchObject({ status: 'invalid', reason: 'clock_unusable' })
    expect('detail' in result && result.detail).toMatch(
      /^run 1: first is .+, a number above 0 and at most 2\^53-1 was wanted$/,
    )
  })

  test('of many requests in a run yields their median as the one sample of the run', async () => {
    const result = await listResult([[a], [a]], { from: () => [9, 1, 2] })
    expect(result).toMatchObject({ status: 'passed', measurement: { samples: [2, 2] } })
  })
})
