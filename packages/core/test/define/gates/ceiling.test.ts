import { ceiling, everyGate, speedup } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import { around, rowOf } from './figures.ts'

describe('a ceiling', () => {
  const gate = ceiling({ at: 'smp1', atMost: 1000 })

  test.each([
    [900, 'pass', 'pass'],
    [990, 'inconclusive', 'pass'],
    [1010, 'inconclusive', 'fail'],
    [1100, 'fail', 'fail'],
  ] as const)('median %d: %s, and %s by the median', (median, verdict, byPoint) => {
    expect(gate.judge([rowOf(around(median, 10, 0.1))])).toMatchObject({ verdict, byPoint, threshold: 1000 })
  })

  test('wants ten runs, unless the median alone is asked for', () => {
    expect(gate.judge([rowOf(around(900, 9))])).toMatchObject({ verdict: 'inconclusive' })
    const simple = ceiling({ at: 'smp1', atMost: 1000, basis: 'point' })
    expect(simple.judge([rowOf(around(990, 5, 0.1))])).toMatchObject({ verdict: 'pass', basis: 'point' })
  })

  test('is refused without a limit', () => {
    expect(() => ceiling({ at: 'smp1', atMost: 0 })).toThrow(expect.objectContaining({ code: 'CAPBENCH_DEFINITION' }))
  })
})

describe('several gates as one', () => {
  const gate = everyGate('work-and-total', [
    speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6, metric: 'work', basis: 'interval' }),
    ceiling({ at: 'smp1', metric: 'total', atMost: 1000 }),
  ])
  const judge = (one: number, two: number, total: number) =>
    gate.judge([one, two, total].map((median) => rowOf(around(median, 10, 0.02))))

  test('read the rows of all, over different metrics', () => {
    expect(gate.reads).toEqual([
      { case: 'smp1', metric: 'work' },
      { case: 'smp2', metric: 'work' },
      { case: 'smp1', metric: 'total' },
    ])
  })

  test.each([
    [2000, 1000, 900, 'pass', 1.6],
    [1000, 1000, 900, 'fail', 1.6],
    [2000, 1000, 1100, 'fail', 1000],
    [2000, 1000, 1001, 'inconclusive', 1000],
    [1601, 1000, 1100, 'fail', 1000],
  ] as const)('%d over %d, and %d: %s, decided at %d', (one, two, total, verdict, threshold) => {
    const got = judge(one, two, total)
    expect(got).toMatchObject({ verdict, threshold, byPoint: verdict === 'pass' ? 'pass' : 'fail' })
    expect(got.detail).toContain('speedup-smp1-smp2: ')
    expect(got.detail).toContain('ceiling-smp1-total: ')
  })

  test('are refused where there is none', () => {
    expect(() => everyGate('nothing', [])).toThrow(expect.objectContaining({ code: 'CAPBENCH_DEFINITION' }))
  })
})
