import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Batch, bucketNs, contaminationOf, perOperation } from '../../src/measure/batches.ts'

const clean: Batch = { wallNs: 2_000_000, cpuNs: 2_000_000, canaryNs: 9_000, switches: 0, faults: 0 }

describe('a batch', () => {
  it.each([
    ['nothing disturbed', {}, 'cpu', undefined],
    ['whose CPU was slower', { canaryNs: 9_800 }, 'cpu', 'slow-cpu'],
    ['whose CPU was slower, with idle time in it', { canaryNs: 9_800 }, 'none', 'slow-cpu'],
    ['that was switched out', { switches: 1 }, 'cpu', 'pre-empted'],
    ['of a pair, where every wake-up is a switch', { switches: 900 }, 'pair', undefined],
    ['that waited', { wallNs: 2_200_000 }, 'cpu', 'waited'],
    ['of a pair that waited', { wallNs: 2_200_000 }, 'pair', 'waited'],
    ['of children that waited', { wallNs: 2_400_000 }, 'children', 'waited'],
    ['in which waiting is measured', { wallNs: 9_000_000 }, 'none', undefined],
  ] as const)('%s', (_, change, gate, expected) => {
    expect(contaminationOf({ ...clean, ...change }, gate, 9_000)).toBe(expected)
  })

  it('is judged without looking at how long its operations took', () => {
    const stretched = fc.integer({ min: 1, max: 1000 })
    fc.assert(
      fc.property(stretched, (factor) => {
        const batch = { ...clean, wallNs: clean.wallNs * factor, cpuNs: clean.cpuNs * factor }
        expect(contaminationOf(batch, 'cpu', 9_000)).toBeUndefined()
      }),
    )
  })
})

describe('the time of one operation', () => {
  const overhead = { readPs: 20_000, loopPs: 250 }

  it('is without the clock and the empty loop, and nothing else', () => {
    const counting = { operations: 1000, steps: 1, perFault: false }
    expect(perOperation(clean, counting, overhead)).toBeCloseTo((2_000_000 - 20) / 1000 - 0.25, 9)
    expect(perOperation(clean, { ...counting, operations: 100 }, overhead)).toBeCloseTo((2_000_000 - 20) / 100, 9)
  })

  it('counts the steps of an operation, or the faults of a batch', () => {
    expect(perOperation(clean, { operations: 10, steps: 16, perFault: false }, overhead)).toBeCloseTo(
      1_999_980 / 160,
      9,
    )
    const faulting = { ...clean, faults: 50 }
    expect(perOperation(faulting, { operations: 800, steps: 1, perFault: true }, overhead)).toBeCloseTo(
      1_999_980 / 50,
      9,
    )
  })

  it('is never below zero, and zero where nothing was counted', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 10_000 }), (wallNs, operations) => {
        expect(
          perOperation({ ...clean, wallNs }, { operations, steps: 1, perFault: false }, overhead),
        ).toBeGreaterThanOrEqual(0)
      }),
    )
    expect(perOperation(clean, { operations: 0, steps: 1, perFault: false }, overhead)).toBe(0)
    expect(perOperation(clean, { operations: 9, steps: 1, perFault: true }, overhead)).toBe(0)
  })
})

/** As the program sorts a time into its bucket. */
function bucketOf(ns: number): number {
  if (ns < 16) return ns
  const power = Math.floor(Math.log2(ns))
  return (power - 3) * 16 + (Math.floor(ns / 2 ** (power - 4)) % 16)
}

describe('a bucket', () => {
  it('begins at or below each time in it, and the next one above', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (ns) => {
        const bucket = bucketOf(ns)
        expect(bucketNs(bucket)).toBeLessThanOrEqual(ns)
        expect(bucketNs(bucket + 1)).toBeGreaterThan(ns)
      }),
    )
  })
})
