import { type Baseline, regression } from '@capbench/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { around, rowOf } from './figures.ts'

function baselineOf(samples: readonly number[], lowerIsBetter = true): Baseline {
  const { benchmark, target, case: name, metric, unit, median, hashes } = rowOf(samples)
  return {
    schema: 'capbench.baseline/1',
    campaignId: 'old',
    configHash: '0'.repeat(64),
    artifactHash: '1'.repeat(64),
    campaignDigest: '2'.repeat(64),
    rows: [
      {
        benchmark,
        version: '1.0.0',
        target,
        case: name,
        metric,
        unit,
        clock: 'CLOCK_MONOTONIC',
        lowerIsBetter,
        median,
        samples: [...samples],
        evidenceClass: 'claimable',
        classReasons: [],
        hashes,
      },
    ],
  }
}

const old = around(1000, 10, 0.02)
const gate = regression({ at: 'smp1', baseline: baselineOf(old) })

describe('against a baseline', () => {
  test.each([
    [1200, 'fail', 'regression'],
    [1050, 'inconclusive', 'inconclusive'],
    [1000, 'pass', 'equivalent'],
    [900, 'pass', 'improvement'],
  ] as const)('median %d over 1000: %s, %s', (median, verdict, word) => {
    const got = gate.judge([rowOf(around(median, 10, 0.02))])
    expect(got).toMatchObject({ verdict, basis: 'interval', threshold: 1.05 })
    expect(got.detail).toContain(word)
    expect(got).not.toHaveProperty('review')
  })

  test('says how often resamples show no regression, which is rare exactly where it fails', () => {
    fc.assert(
      fc.property(fc.double({ min: 900, max: 1200, noNaN: true }), (median) => {
        const { verdict, p = Number.NaN } = gate.judge([rowOf(around(median, 10, 0.05))])
        expect(p < 0.05).toBe(verdict === 'fail')
      }),
    )
    expect(regression({ at: 'smp1', baseline: baselineOf(old), runs: 11 }).judge([rowOf(old)])).not.toHaveProperty('p')
  })

  test('a metric of which more is better turns round', () => {
    const more = regression({ at: 'smp1', baseline: baselineOf(old, false) })
    const judge = (median: number) => more.judge([rowOf(around(median, 10, 0.02), { lowerIsBetter: false })])
    expect([judge(800).verdict, judge(1200).verdict]).toEqual(['fail', 'pass'])
  })

  test('tells the evidence by rank, which decides nothing', () => {
    expect(gate.judge([rowOf(around(1200, 10, 0.02))]).detail).toContain("Cliff's delta 1.00, exact p 0.000011")
  })

  test('of fewer than ten runs is for review', () => {
    const small = regression({ at: 'smp1', baseline: baselineOf(around(1000, 9)) })
    const got = small.judge([rowOf(around(1200, 10))])
    expect(got).toMatchObject({ verdict: 'fail', review: ['the baseline has 9 runs, fewer than 10'] })
  })

  test('with samples that vary more than the margin can bear is for review', () => {
    const noisy = regression({ at: 'smp1', baseline: baselineOf(around(1000.5, 12, 0.4)) })
    const { review = [] } = noisy.judge([rowOf(around(1000.5, 12, 0.001))])
    expect(review.join('\n')).toContain('of the baseline varies by')
  })

  test('that is less than claimable is for review, with its reasons', () => {
    const baseline = baselineOf(old)
    const rows = baseline.rows.map((row) => ({
      ...row,
      evidenceClass: 'informational',
      classReasons: ['drift', 'unpinned'],
    }))
    const got = regression({ at: 'smp1', baseline: { ...baseline, rows } }).judge([rowOf(old)])
    expect(got.review).toEqual(['the baseline is informational: drift, unpinned'])
  })

  test('with a median that its samples do not have is no baseline', () => {
    const baseline = baselineOf(old)
    const rows = baseline.rows.map((row) => ({ ...row, median: 2 * row.median }))
    expect(() => regression({ at: 'smp1', baseline: { ...baseline, rows } })).toThrow(
      expect.objectContaining({ code: 'CAPBENCH_DEFINITION' }),
    )
  })

  test('wants ten runs of its own', () => {
    expect(gate.judge([rowOf(around(1200, 9))])).toMatchObject({ verdict: 'inconclusive', runs: 9 })
  })
})

describe('that is of something else', () => {
  const other = 'e'.repeat(64)
  const hashes = rowOf(old).hashes

  test.each([
    ['comparison', { hashes: { ...hashes, comparison: other } }],
    ['workload', { hashes: { ...hashes, workload: other } }],
    ['envelope', { hashes: { ...hashes, envelope: other } }],
    ['identity', { hashes: { ...hashes, identity: other } }],
    ['unit', { unit: 'cycles' }],
    ['no row of it', { target: 'another' }],
  ] as const)('decides nothing and names the %s', (what, change) => {
    const got = gate.judge([rowOf(around(2000, 10), change)])
    expect(got).toMatchObject({ verdict: 'inconclusive', point: null })
    expect(got.detail).toContain(what)
  })

  test('counts where the difference is what is tested', () => {
    const kernels = regression({ at: 'smp1', baseline: baselineOf(old), changed: ['identity'] })
    const judge = (hash: 'identity' | 'envelope') =>
      kernels.judge([rowOf(around(1200, 10), { hashes: { ...hashes, [hash]: other } })]).verdict
    expect([judge('identity'), judge('envelope')]).toEqual(['fail', 'inconclusive'])
  })
})

test('the rule names the baseline by its digest', () => {
  const again = regression({ at: 'smp1', baseline: baselineOf(old) })
  const changed = regression({ at: 'smp1', baseline: baselineOf(around(1001, 10, 0.02)) })
  expect(again.rule).toEqual(gate.rule)
  expect(changed.rule).not.toEqual(gate.rule)
})
