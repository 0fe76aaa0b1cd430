import { speedup } from '@capbench/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { around, rowOf } from './figures.ts'

describe('on the medians alone, as the spec has it', () => {
  const gate = speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6 })

  test.each([
    [1600, 5, 'pass'],
    [1599.9, 5, 'fail'],
    [9000, 4, 'inconclusive'],
    [1000, 4, 'inconclusive'],
  ] as const)('median %d over 1000, %i runs: %s', (from, n, verdict) => {
    const got = gate.judge([rowOf(around(from, n)), rowOf(around(1000, 10))])
    expect(got).toMatchObject({ verdict, basis: 'point', runs: n, threshold: 1.6 })
  })

  test('says how many runs are missing', () => {
    const { detail } = gate.judge([rowOf(around(2000, 5)), rowOf(around(1000, 2))])
    expect(detail).toContain('2 runs are fewer than the 5 it wants')
  })

  test('gives the interval beside it', () => {
    const got = gate.judge([rowOf(around(1700, 5, 0.3)), rowOf(around(1000, 5, 0.3))])
    expect(got).toMatchObject({ verdict: 'pass', interval: { level: 0.9 } })
    expect(got.interval?.lower).toBeLessThan(1.6)
    expect(got.interval?.achieved).toBeGreaterThanOrEqual(0.9)
  })
})

describe('on the interval', () => {
  const gate = speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6, basis: 'interval' })
  const judge = (from: number, share: number, runs = 10) =>
    gate.judge([rowOf(around(from, runs, share)), rowOf(around(1000, runs, share))])

  test.each([
    [2000, 'pass', 'pass'],
    [1610, 'inconclusive', 'pass'],
    [1590, 'inconclusive', 'fail'],
    [1200, 'fail', 'fail'],
  ] as const)('median %d over 1000: %s, and %s by the medians', (from, verdict, byPoint) => {
    expect(judge(from, 0.1)).toMatchObject({ verdict, byPoint, basis: 'interval' })
  })

  test('wants ten runs', () => {
    expect(judge(2000, 0.1, 9)).toMatchObject({ verdict: 'inconclusive', runs: 9 })
    expect(gate.rule).toMatchObject({ runs: 10, basis: 'interval' })
  })

  test('never passes below its threshold, never fails at or above it', () => {
    const row = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 10, maxLength: 14 })
    fc.assert(
      fc.property(row, row, (from, to) => {
        const { verdict, point } = gate.judge([rowOf(from), rowOf(to)])
        if (verdict === 'pass') expect(point).toBeGreaterThanOrEqual(1.6)
        if (verdict === 'fail') expect(point).toBeLessThan(1.6)
      }),
    )
  })

  test('decides nothing over samples that no ratio can be made of', () => {
    expect(gate.judge([rowOf(around(5, 10)), rowOf([0, ...around(5, 9)])])).toMatchObject({ verdict: 'inconclusive' })
  })
})

test.each([
  { atLeast: 0 },
  { atLeast: Number.NaN },
  { atLeast: 2, runs: 0 },
  { atLeast: 2, runs: 501 },
  { atLeast: 2, margin: 0 },
])('is refused with %j', (rule) => {
  expect(() => speedup({ from: 'smp1', to: 'smp2', ...rule })).toThrow(
    expect.objectContaining({ code: 'CAPBENCH_DEFINITION' }),
  )
})
