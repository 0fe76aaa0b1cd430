import { verifyEvidence } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import type { JudgedResult } from '../../src/judge/rows.ts'
import { stabilityOf as stabilityOfRow } from '../../src/judge/stability.ts'
import { ratioOfMedians } from '../../src/statistics/bootstrap.ts'
import { loadStatistics } from '../../src/statistics/load.ts'
import { tailQuantile } from '../../src/statistics/tail.ts'
import { passedResult } from '../encode/capnp/results.ts'
import { resultOf, toyCampaign } from '../pipeline/campaign.ts'
import { good, toy } from '../pipeline/toy.ts'

/** One campaign whose runs of `smp1` take these times, in order; those of `smp2` half of 1,000,000. */
function timesOf(...times: readonly number[]) {
  let next = 0
  return toyCampaign(
    (request) => {
      if (request.benchmark !== 'toy') return good(request)
      return good(request, { ns: request.caseName === 'smp1' ? (times[next++] ?? 1) : 500_000 })
    },
    { runs: times.length },
  )
}
const stabilityOf = (campaign: Awaited<ReturnType<typeof timesOf>>, name: string) =>
  campaign.analysis.stability.find((row) => row.case === name)

describe('runs that rise with their order', () => {
  const rising = Array.from({ length: 10 }, (_, i) => 1_000_000 + 10_000 * i)

  test('lower the class of their row, with numbers', async () => {
    const campaign = await timesOf(...rising)
    expect(stabilityOf(campaign, 'smp1')).toMatchObject({ drift: { flagged: true, tau: 1 } })
    expect(resultOf(campaign, 'smp1')).toMatchObject({ classReasons: expect.arrayContaining(['drift']) })
    expect(stabilityOf(campaign, 'smp2')).toMatchObject({ drift: { flagged: false, p: 1 }, noiseFloor: 0 })
    expect(resultOf(campaign, 'smp2')).not.toMatchObject({ classReasons: expect.arrayContaining(['drift']) })
  })

  test('make a gate over them one for review', async () => {
    const [gate] = (await timesOf(...rising)).analysis.gates
    expect(gate?.review).toContainEqual(expect.stringContaining('smp1 elapsed drifts by'))
  })
})

describe('a run that stands apart', () => {
  test('is named, noted, and in every figure', async () => {
    const campaign = await timesOf(1_000_100, 1_000_000, 1_000_300, 9_000_000, 1_000_200, 1_000_150)
    expect(stabilityOf(campaign, 'smp1')?.outliers).toEqual({ mild: [4], severe: [4], modifiedZ: [4] })
    const result = resultOf(campaign, 'smp1')
    expect(result.labels).toContain('outliers')
    expect(result).toMatchObject({ measurement: { max: 9_000_000 } })
    expect(resultOf(campaign, 'smp2').labels).not.toContain('outliers')
  })
})

describe('the noise floor of a row, which is the interval of its ratio to itself', () => {
  test('above the margin of a gate is flagged inside the result, and only that', async () => {
    const wide = [1_000_000, 1_080_000, 1_010_000, 1_070_000, 1_020_000]
    const campaign = await timesOf(...wide)
    const itself = ratioOfMedians(wide, wide, 0.9)
    const row = stabilityOf(campaign, 'smp1')
    expect(row?.noiseFloor).toBe((itself.upper - itself.lower) / 2)
    expect(row?.noiseFloor).toBeGreaterThan(0.05)
    const result = resultOf(campaign, 'smp1')
    expect(result.labels).toContain('noise-floor>5%')
    expect(result).not.toMatchObject({ classReasons: expect.arrayContaining(['noise-floor>5%']) })
    expect(resultOf(campaign, 'smp2').labels).not.toContain('noise-floor>5%')
    expect(await verifyEvidence(campaign.directory, { benchmarks: [toy] })).toMatchObject({ verified: true })
  })

  test('makes a speedup that lies nearer to 1 one within noise, though its own interval does not hold 1', async () => {
    const noisy = [1_030_000, 1_000_000, 1_090_000, 1_030_000, 1_060_000]
    let next = 0
    const campaign = await toyCampaign(
      (request) =>
        request.benchmark === 'toy'
          ? good(request, { ns: request.caseName === 'smp1' ? (noisy[next++] ?? 1) : 999_000 })
          : good(request),
      { runs: noisy.length },
    )
    const [speedup] = campaign.analysis.speedups
    expect(speedup?.interval?.lower).toBeGreaterThan(1)
    expect((speedup?.speedup ?? 1) - 1).toBeLessThan(stabilityOf(campaign, 'smp1')?.noiseFloor ?? 0)
    expect(speedup?.withinNoise).toBe(true)
    const [clear] = (await timesOf(...noisy)).analysis.speedups
    expect(clear).toMatchObject({ withinNoise: false })
  })
})

describe('a gate over rows that vary', () => {
  test('more than its margin can bear is for review, and says by how much', async () => {
    const [gate] = (await timesOf(1_000_000, 1_060_000, 1_010_000, 1_050_000, 1_020_000)).analysis.gates
    expect(gate?.review).toEqual([
      expect.stringMatching(/smp1 elapsed varies by .*more than the 2.54% at which 5 runs see the margin/),
    ])
    expect(gate).toMatchObject({ byPoint: 'pass', interval: { level: 0.9 } })
  })

  test('little may decide', async () => {
    const [gate] = (await timesOf(1_000_000, 1_001_000, 1_000_500, 1_000_200, 1_000_700)).analysis.gates
    expect(gate).toMatchObject({ verdict: 'pass', review: [] })
  })

  test('by a coarse clock is for review', async () => {
    const [gate] = (await timesOf(150, 150, 150, 150, 150)).analysis.gates
    expect(gate?.review).toEqual(['the clock of smp1 elapsed is coarse: steps of 1 in 150'])
  })
})

test('a drift that all rows share leaves the ratios inside each block alone', async () => {
  let block = 0
  const campaign = await toyCampaign(
    (request) => {
      if (request.benchmark !== 'toy') return good(request)
      const slower = 1 + Math.floor(block++ / 2) / 10
      return good(request, { ns: Math.round((1_000_000 * slower) / request.vcpus) })
    },
    { runs: 10 },
  )
  const [speedup] = campaign.analysis.speedups
  expect(speedup?.paired).toMatchObject({ median: 2, lower: 2, upper: 2 })
  expect(speedup?.paired?.achieved).toBeGreaterThanOrEqual(0.9)
  expect(speedup?.interval?.lower).toBeLessThan(2)
})

test('a curve describes the speedups of each target', async () => {
  const { analysis } = await timesOf(1_000_000, 1_000_000, 1_000_000)
  expect(analysis.scaling).toMatchObject([{ target: 'fake', amdahl: { serialFraction: 0 }, usl: null }])
  expect(analysis.speedups).toMatchObject([
    { to: 'smp2', withinNoise: false, interval: { lower: 2, upper: 2 }, paired: null },
  ])
})

test('a percentile that a result gives has its interval, over runs and never over requests', async () => {
  const runs = [0, 10, 20, 30, 40, 50].map((add, index) => ({
    ordinal: index + 1,
    value: 36.5 + add,
    requests: Array.from({ length: 80 }, (_, at) => at + 1 + add),
  }))
  const measurement = { ...passedResult.result.measurement, p95: 101 }
  const { p99: _p99, ...tailed } = measurement
  const judged = { result: { ...passedResult, result: { measurement: tailed } }, samples: runs, noiseFloor: null }
  const [row] = stabilityOfRow(judged as unknown as JudgedResult, await loadStatistics())
  const own = runs.map(({ requests }) => {
    const tail = tailQuantile(requests, 0.95)
    return 'value' in tail ? tail.value : Number.NaN
  })
  const { lower, upper } = ratioOfMedians(own, [1], 0.9)
  expect(row?.tails).toEqual([{ figure: 'p95', interval: { lower, upper, level: 0.9 } }])
  const { p95: _p95, ...scalar } = tailed
  const bare = { ...judged, result: { ...passedResult, result: { measurement: scalar } } }
  expect(stabilityOfRow(bare as unknown as JudgedResult, await loadStatistics())[0]?.tails).toEqual([])
})
