import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partition } from '../src/partition.ts'

/** Trial divisions that the program really makes for each number up to the limit. */
function divisions(limit: number): Uint32Array {
  const smallest = new Uint32Array(limit + 1)
  for (let prime = 3; prime * prime <= limit; prime += 2) {
    if (smallest[prime] !== 0) continue
    for (let multiple = prime * prime; multiple <= limit; multiple += 2 * prime) smallest[multiple] ||= prime
  }
  return smallest.map((factor, number) => {
    if (number % 2 === 0) return 1
    const last = factor === 0 ? Math.floor(Math.sqrt(number)) : factor
    return 1 + Math.max(0, Math.floor((last - 1) / 2))
  })
}

function imbalance(limit: number, bounds: readonly number[]): number {
  const made = divisions(limit)
  const work = bounds.map((to, index) => made.slice((bounds[index - 1] ?? 1) + 1, to + 1).reduce((a, b) => a + b, 0))
  return (Math.max(...work) * work.length) / work.reduce((a, b) => a + b, 0)
}

const limits = fc.integer({ min: 100, max: 5_000_000 })
const workers = fc.integer({ min: 1, max: 16 })

describe('partition', () => {
  it('covers 2..limit with ranges that are never empty', () => {
    fc.assert(
      fc.property(limits, workers, (limit, count) => {
        const bounds = partition(limit, count)
        expect(bounds).toHaveLength(count)
        expect(bounds.at(-1)).toBe(limit)
        bounds.forEach((to, index) => {
          expect(to).toBeGreaterThan(bounds[index - 1] ?? 1)
        })
      }),
    )
  })

  it('gives later workers narrower ranges, because their numbers cost more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000, max: 5_000_000 }), workers, (limit, count) => {
        const widths = partition(limit, count).map((to, index, bounds) => to - (bounds[index - 1] ?? 1))
        widths.slice(1).forEach((width, index) => {
          expect(width).toBeLessThanOrEqual(widths[index] ?? 0)
        })
      }),
    )
  })

  it('cuts 2 ways where every second cut of 4 ways lies', () => {
    fc.assert(
      fc.property(limits, (limit) => {
        expect(partition(limit, 4)[1]).toBe(partition(limit, 2)[0])
      }),
    )
  })

  it.each([
    [2, [1_832_395, 3_000_000]],
    [4, [1_117_285, 1_832_395, 2_445_381, 3_000_000]],
    [8, [679_969, 1_117_285, 1_492_589, 1_832_395, 2_147_948, 2_445_381, 2_728_533, 3_000_000]],
  ])('has the published bounds for %i workers up to 3,000,000', (count, bounds) => {
    expect(partition(3_000_000, count)).toEqual(bounds)
  })

  it.each([2, 4, 8])('leaves no one of %i workers more than 1 % over the mean in trial divisions', (count) => {
    expect(imbalance(3_000_000, partition(3_000_000, count))).toBeLessThan(1.01)
  })

  it('balances far better than equal widths do', () => {
    expect(imbalance(3_000_000, [750_000, 1_500_000, 2_250_000, 3_000_000])).toBeGreaterThan(1.3)
  })

  it('reaches the largest limit', () => {
    expect(partition(100_000_000, 2)).toEqual([61_608_380, 100_000_000])
  })

  it('gives one worker everything', () => {
    expect(partition(100, 1)).toEqual([100])
  })

  it('refuses more workers than the numbers are enough for', () => {
    const refusal = { code: 'CAPBENCH_USAGE', message: '2..100 cannot be split over 99 workers; raise the limit' }
    expect(() => partition(100, 99)).toThrow(expect.objectContaining(refusal))
  })
})
