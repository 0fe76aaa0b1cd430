import {
  driftOf,
  fitAmdahl,
  fitUsl,
  loadStatistics,
  pairedShiftRatio,
  permutationTest,
  rankSum,
  shiftRatio,
  steadyFrom,
  variationLimit,
} from '@capbench/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drifts } from '../../src/statistics/drift.ts'
import { coinSumLaw, subsetSumLaw } from '../../src/statistics/rank-law.ts'

const statistics = await loadStatistics()
const row = (minLength = 1, maxLength = 8) => fc.array(fc.integer({ min: 1, max: 30 }), { minLength, maxLength })
const usage = expect.objectContaining({ code: 'CAPBENCH_USAGE' })

describe('exact laws', () => {
  it('equal the count over every subset', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 9 }), fc.nat(), (weights, seed) => {
        const take = seed % (weights.length + 1)
        const any = new Map<number, number>()
        const some = new Map<number, number>()
        for (let subset = 0; subset < 2 ** weights.length; subset++) {
          const chosen = weights.filter((_, i) => (subset >> i) & 1)
          const sum = chosen.reduce((total, weight) => total + weight, 0)
          any.set(sum, (any.get(sum) ?? 0) + 1)
          if (chosen.length === take) some.set(sum, (some.get(sum) ?? 0) + 1)
        }
        for (const [law, counts] of [
          [coinSumLaw(weights), any],
          [subsetSumLaw(weights, take), some],
        ] as const) {
          const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
          for (const [sum, chance] of law.entries()) expect(chance).toBeCloseTo((counts.get(sum) ?? 0) / total, 12)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('see no trend in what is constant, and the same trend whichever way it goes', () => {
    expect(driftOf([5, 5, 5])).toEqual({ tau: 0, p: 1, slope: 0, total: 0, lag1: 0 })
    fc.assert(
      fc.property(row(2), (x) => {
        const [there, back] = [driftOf(x), driftOf([...x].reverse())]
        expect(back.tau).toBeCloseTo(-there.tau, 12)
        expect(back.p).toBeCloseTo(there.p ?? 2, 12)
        expect(there.p).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('equal the count over every order of the runs, ties included', () => {
    const x = [1, 2, 2, 3, 1, 5]
    const orders = permutations(x)
    const scores = orders.map((order) => Math.abs(scoreOf(order)))
    const share = scores.filter((score) => score >= Math.abs(scoreOf(x))).length / orders.length
    expect(driftOf(x).p).toBeCloseTo(share, 12)
  })
})

describe('a rank test', () => {
  it('mirrors when the rows are exchanged', () => {
    fc.assert(
      fc.property(row(), row(), (x, y) => {
        const [there, back] = [rankSum(x, y), rankSum(y, x)]
        expect(back.cliffDelta).toBeCloseTo(-there.cliffDelta, 12)
        expect(back.p.less).toBeCloseTo(there.p.greater, 12)
        expect(there.u + back.u).toBe(x.length * y.length)
      }),
    )
  })

  it('has its estimate inside its interval', () => {
    fc.assert(
      fc.property(row(3), row(3), (x, y) => {
        const size = Math.min(x.length, y.length)
        for (const got of [shiftRatio(x, y, 0.9), pairedShiftRatio(x.slice(0, size), y.slice(0, size), 0.9)]) {
          expect(got.lower <= got.ratio && got.ratio <= got.upper && got.p <= 1).toBe(true)
        }
      }),
    )
  })

  it('refuses what it would take too long for', () => {
    const many = Array.from({ length: 61 }, (_, i) => i + 1)
    expect(() => rankSum(many, many)).toThrow(usage)
    expect(() => permutationTest(many, many)).toThrow(usage)
    expect(() => pairedShiftRatio([1, 2], [1], 0.9)).toThrow(usage)
    expect(driftOf([...many, ...many])).not.toHaveProperty('p')
  })
})

describe('drift', () => {
  const rising = Array.from({ length: 10 }, (_, i) => 1000 + 10 * i)
  it('is called so only where it is significant and large', () => {
    expect(drifts(rising)).toBe(true)
    expect(drifts([...rising].reverse())).toBe(true)
    expect(drifts(rising.map((x) => 1000 + (x - 1000) / 100))).toBe(false)
    expect(drifts(rising.slice(0, 5))).toBe(false)
    expect(drifts(Array.from({ length: 150 }, (_, i) => 1000 + i))).toBe(true)
    expect(drifts(Array.from({ length: 150 }, (_, i) => 1000 + ((i * 77) % 150)))).toBe(false)
    expect(drifts([0, 1, 2, 3, 4, 5, 6, 7])).toBe(false)
  })
})

describe('fits', () => {
  const counts = [1, 2, 3, 4, 8, 16]
  it('find the parameters that a curve was made of', () => {
    const serial = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(serial, serial, (s, k) => {
        const amdahl = counts.map((processors) => ({ processors, speedup: 1 / (s + (1 - s) / processors) }))
        expect(fitAmdahl(amdahl).serialFraction).toBeCloseTo(s, 6)
        const usl = counts.map((p) => ({ processors: p, speedup: p / (1 + s * (p - 1) + (k / 8) * p * (p - 1)) }))
        expect(fitUsl(usl).squaredError).toBeLessThan(1e-6)
      }),
      { numRuns: 25 },
    )
  })

  it('want enough numbers of processors and real speedups', () => {
    const points = [1, 2, 4].map((processors) => ({ processors, speedup: processors }))
    expect(fitAmdahl(points).serialFraction).toBe(0)
    expect(() => fitUsl(points)).toThrow(usage)
    expect(() => fitAmdahl([...points, { processors: 8, speedup: Number.NaN }])).toThrow(usage)
  })
})

it('plans and series refuse what they cannot be made of', () => {
  expect(() => statistics.neededRuns([1], 0.95, 0.01)).toThrow(usage)
  expect(() => statistics.welchRatio([1, 2], [0, 1], 0.95)).toThrow(usage)
  expect(() => statistics.twoLevel([[1, 2]], { boot: 1, iteration: 1 }, 0.95)).toThrow(usage)
  expect(() => steadyFrom([1, 2, 3], 1, 0.1)).toThrow(usage)
  expect(() => variationLimit(0, 5)).toThrow(usage)
  expect(
    statistics.twoLevel(
      [
        [1, 2],
        [1, 2],
      ],
      { boot: 9, iteration: 1 },
      0.95,
    ).iterations,
  ).toBe(null)
})

const scoreOf = (x: readonly number[]) =>
  x.reduce((sum, a, i) => sum + x.slice(i + 1).reduce((inner, b) => inner + Math.sign(b - a), 0), 0)

function permutations(x: readonly number[]): readonly (readonly number[])[] {
  if (x.length === 0) return [[]]
  return x.flatMap((first, i) => permutations(x.filter((_, j) => j !== i)).map((rest) => [first, ...rest]))
}

describe('an interval of the mean by BCa', () => {
  it('lies among the samples, scales with them and forgets their order', () => {
    fc.assert(
      fc.property(row(2, 7), fc.integer({ min: 2, max: 9 }), (x, factor) => {
        fc.pre(new Set(x).size > 1)
        const { lower, upper, shares, bias } = statistics.bcaOfMean(x, 0.9)
        expect(lower).toBeGreaterThanOrEqual(Math.min(...x))
        expect(upper).toBeLessThanOrEqual(Math.max(...x))
        expect(lower).toBeLessThanOrEqual(upper)
        expect(shares[0]).toBeLessThan(shares[1])
        expect(statistics.bcaOfMean(x.toReversed(), 0.9)).toEqual({ ...statistics.bcaOfMean(x, 0.9) })
        const scaled = statistics.bcaOfMean(
          x.map((value) => value * factor),
          0.9,
        )
        expect(scaled.bias).toBeCloseTo(bias, 9)
        expect(scaled.lower).toBeCloseTo(lower * factor, 9)
        expect(scaled.upper).toBeCloseTo(upper * factor, 9)
      }),
      { numRuns: 50 },
    )
  })

  it('is refused where there is none', () => {
    for (const [samples, confidence] of [
      [[1], 0.9],
      [[2, 2, 2], 0.9],
      [Array.from({ length: 11 }, (_, i) => i), 0.9],
      [[1, 2], 1],
    ] as const) {
      expect(() => statistics.bcaOfMean(samples, confidence)).toThrow(usage)
    }
  })
})
