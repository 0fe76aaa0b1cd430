import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialLaw } from '../../src/statistics/binomial.ts'
import { medianLaw, ratioOfMedians } from '../../src/statistics/bootstrap.ts'
import { decideThreshold } from '../../src/statistics/decision.ts'
import { loadStatistics } from '../../src/statistics/load.ts'
import { median } from '../../src/statistics/median.ts'
import { quantileInterval } from '../../src/statistics/order-statistics.ts'
import { efficiency, karpFlatt, speedup } from '../../src/statistics/scaling.ts'
import { readCpuTimes, stealFraction } from '../../src/statistics/steal.ts'
import { neededForTail, tailQuantile } from '../../src/statistics/tail.ts'

const statistics = await loadStatistics()
const sample = fc.integer({ min: 1, max: 1_000_000 })
const row = (minLength = 1) => fc.array(sample, { minLength, maxLength: 12 })
const usage = expect.objectContaining({ code: 'CAPBENCH_USAGE' })

describe('every figure', () => {
  it('is the same in whatever order the samples came', () => {
    fc.assert(
      fc.property(
        row(2).chain((x) => fc.tuple(fc.constant(x), fc.shuffledSubarray(x, { minLength: x.length }))),
        ([x, y]) => {
          expect(statistics.describe(y)).toEqual(statistics.describe(x))
          expect(medianLaw(y)).toEqual(medianLaw(x))
          expect(quantileInterval(y, 0.5, 0.9)).toEqual(quantileInterval(x, 0.5, 0.9))
          expect(statistics.flagOutliers(y).fences).toEqual(statistics.flagOutliers(x).fences)
        },
      ),
    )
  })

  it.each([[[]], [[1, Number.NaN]], [[Number.POSITIVE_INFINITY]], [[1, 2 ** 53]]])('is refused for %j', (samples) => {
    for (const act of [statistics.describe, statistics.flagOutliers, median, medianLaw]) {
      expect(() => act(samples)).toThrow(usage)
    }
    expect(() => tailQuantile(samples, 0.95)).toThrow(usage)
    expect(() => speedup(samples, [1])).toThrow(usage)
    expect(() => ratioOfMedians([1], samples, 0.9)).toThrow(usage)
  })
})

describe('describe', () => {
  it('leaves out what one sample does not have', () => {
    expect(statistics.describe([7])).toEqual({ n: 1, min: 7, max: 7, mean: 7, median: 7, mad: 0 })
  })

  it('leaves out variation relative to a centre that is not above zero', () => {
    const got = statistics.describe([-1, 0, 1])
    expect(got).toMatchObject({ mean: 0, median: 0, standardDeviation: 1 })
    expect(got).not.toHaveProperty('cv')
    expect(got).not.toHaveProperty('robustCv')
  })

  it('keeps min <= median, mean <= max, and scales with its unit', () => {
    fc.assert(
      fc.property(row(2), fc.constantFrom(2, 8, 1024), (x, factor) => {
        const got = statistics.describe(x)
        expect(got.min <= got.median && got.median <= got.max && got.min <= got.mean && got.mean <= got.max).toBe(true)
        const scaled = statistics.describe(x.map((value) => value * factor))
        expect(scaled.cv).toBe(got.cv)
        expect(scaled.robustCv).toBe(got.robustCv)
        expect(scaled.standardDeviation).toBe((got.standardDeviation ?? 0) * factor)
      }),
    )
  })

  it('is not quadratic in ties', () => {
    const ties = Array.from({ length: 300_000 }, (_, i) => i % 3)
    expect(statistics.describe(ties)).toMatchObject({ n: 300_000, median: 1 })
    expect(statistics.flagOutliers(ties).mild).toEqual([])
  })
})

describe('percentiles', () => {
  it('exist only from 72 samples for p95 and from 368 for p99', () => {
    const ramp = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
    expect([neededForTail(0.95), neededForTail(0.99)]).toEqual([72, 368])
    expect(tailQuantile(ramp(71), 0.95)).toEqual({ absent: 'insufficient-samples', needed: 72 })
    expect(tailQuantile(ramp(72), 0.95)).toMatchObject({ upper: 72 })
    expect(tailQuantile(ramp(367), 0.99)).toEqual({ absent: 'insufficient-samples', needed: 368 })
    expect(tailQuantile(ramp(368), 0.99)).toMatchObject({ upper: 368 })
  })

  it('lie inside their interval', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 72, maxLength: 400 }), (x) => {
        const got = tailQuantile(x, 0.95)
        if ('absent' in got) throw new Error('absent')
        expect(got.lower <= got.value && got.value <= got.upper && got.achieved >= 0.95).toBe(true)
      }),
    )
  })
})

describe('binomialLaw', () => {
  it('sums to 1 and has mean np, at sizes where powers underflow too', () => {
    for (const [n, p] of [
      [1, 0.5],
      [368, 0.99],
      [5000, 0.5],
      [100_000, 0.95],
      [7, 0],
      [7, 1],
    ] as const) {
      const law = binomialLaw(n, p)
      expect(law.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 10)
      expect(law.reduce((sum, x, k) => sum + x * k, 0) / n).toBeCloseTo(p, 10)
    }
  })
})

describe('exact bootstrap', () => {
  it('is a law: non-negative, ascending, total 1', () => {
    fc.assert(
      fc.property(row(), (x) => {
        const law = medianLaw(x)
        expect(law.every(({ probability }) => probability >= 0)).toBe(true)
        expect(law.every(({ value }, i) => i === 0 || value > (law[i - 1]?.value ?? 0))).toBe(true)
        expect(law.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 10)
      }),
    )
  })

  it('equals the count over all n^n resamples', () => {
    for (const x of [
      [3, 1, 2],
      [5, 1, 9, 2],
      [4, 4, 1, 9],
      [1, 2, 3, 4, 5],
      [7, 7, 7, 1, 2],
    ]) {
      const counts = new Map<number, number>()
      const total = x.length ** x.length
      for (let code = 0; code < total; code++) {
        const resample = x.map((_, digit) => x[Math.floor(code / x.length ** digit) % x.length] ?? 0)
        const value = median(resample)
        counts.set(value, (counts.get(value) ?? 0) + 1)
      }
      const law = medianLaw(x).filter(({ probability }) => probability > 1e-12)
      expect(law.map(({ value }) => value)).toEqual([...counts.keys()].sort((a, b) => a - b))
      for (const { value, probability } of law) expect(probability).toBeCloseTo((counts.get(value) ?? 0) / total, 12)
    }
  })

  it('has the point inside, so that a gate never passes below its threshold', () => {
    fc.assert(
      fc.property(row(), row(), fc.double({ min: 0.1, max: 10, noNaN: true }), (x, y, threshold) => {
        const got = ratioOfMedians(x, y, 0.9)
        expect(got.lower <= got.estimate && got.estimate <= got.upper).toBe(true)
        const decision = decideThreshold(got, threshold)
        if (decision === 'pass') expect(got.estimate).toBeGreaterThanOrEqual(threshold)
        if (decision === 'fail') expect(got.estimate).toBeLessThan(threshold)
      }),
    )
  })

  it('does not change when both rows are scaled', () => {
    fc.assert(
      fc.property(row(), row(), fc.constantFrom(2, 64, 0.125), (x, y, factor) => {
        const scaled = ratioOfMedians(
          x.map((v) => v * factor),
          y.map((v) => v * factor),
          0.9,
        )
        expect(scaled).toEqual(ratioOfMedians(x, y, 0.9))
      }),
    )
  })

  it('inverts when the rows are exchanged', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 1000, max: 9999 }), { minLength: 5, maxLength: 9 })
    fc.assert(
      fc.property(distinct, distinct, (x, y) => {
        const there = ratioOfMedians(x, y, 0.9)
        const back = ratioOfMedians(y, x, 0.9)
        expect(back.lower * there.upper).toBeCloseTo(1, 9)
        expect(back.upper * there.lower).toBeCloseTo(1, 9)
      }),
    )
  })

  it('refuses rows beyond its size, and samples that no ratio can be made of', () => {
    expect(() => medianLaw(new Array(501).fill(1))).toThrow(usage)
    expect(medianLaw(new Array(500).fill(1))).toHaveLength(1)
    expect(() => ratioOfMedians([0], [1], 0.9)).toThrow(usage)
    expect(() => ratioOfMedians([1], [-1], 0.9)).toThrow(usage)
    expect(() => ratioOfMedians([1], [1], 1)).toThrow(usage)
  })
})

describe('scaling', () => {
  it('knows the ideal and the serial case', () => {
    expect([efficiency(4, 4), karpFlatt(4, 4), karpFlatt(1, 4)]).toEqual([1, 0, 1])
  })

  it('refuses what has no meaning', () => {
    for (const act of [
      () => karpFlatt(1, 1),
      () => karpFlatt(0, 2),
      () => efficiency(1, 0),
      () => efficiency(Number.NaN, 2),
      () => speedup([0], [1]),
    ]) {
      expect(act).toThrow(usage)
    }
  })
})

describe('stealFraction', () => {
  const steal = (before: string, after: string, cpus: readonly number[]) =>
    stealFraction(readCpuTimes(before), readCpuTimes(after), cpus)
  const line = (cpu: number, idle: number, steal: number) => `cpu${cpu} 0 0 0 ${idle} 5 0 0 ${steal} 0 0\n`

  it('counts the given CPUs alone and ignores the total line', () => {
    const before = `cpu 0 0 0 0 0 0 0 0 0 0\n${line(0, 0, 0)}${line(1, 0, 0)}intr 5\n`
    const after = `cpu 0 0 0 9 9 9 9 9 9 9\n${line(0, 90, 10)}${line(1, 0, 500)}intr 9\n`
    expect(steal(before, after, [0, 0])).toEqual({ total: 100, steal: 10, fraction: 0.1 })
  })

  it('says why there is no fraction', () => {
    expect(steal(line(0, 1, 1), line(0, 1, 1), [0])).toEqual({ absent: 'no-ticks' })
    expect(steal(line(0, 1, 1), line(0, 2, 1), [0, 3])).toEqual({ absent: 'cpu-missing' })
  })

  it('takes a counter that went back for unchanged', () => {
    const before = 'cpu0 0 0 0 0 9 0 0 0 0 0'
    expect(steal(before, 'cpu0 0 0 0 8 1 0 0 2 0 0', [0])).toEqual({ total: 10, steal: 2, fraction: 0.2 })
  })

  it('refuses a malformed line', () => {
    for (const bad of ['cpu0 1 2 3', 'cpu0 1 2 3 4 5 6 7 x', 'cpu0 1 2 3 4 5 6 7 -8', 'cpu0 1 2 3 4 5 6 7 8.5']) {
      expect(() => steal(bad, bad, [0])).toThrow(expect.objectContaining({ code: 'CAPBENCH_HOSTILE' }))
    }
  })
})
