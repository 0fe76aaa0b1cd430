import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { next, type RunSoFar, stopsOf } from '../../src/plan/next.ts'
import { type Plan, rowKey } from '../../src/plan/plan.ts'

const names = ['smp1', 'smp2']
const rows = names.map((caseName, index) => ({
  benchmark: 'b',
  target: 't',
  caseName,
  vcpus: index + 1,
  warmups: 0,
  runs: 5,
  precision: { halfWidth: 0.01, step: 5, maxRuns: 20 },
  proofs: [],
}))
const plan: Plan = {
  proofs: [],
  rows,
  unsupported: [],
  blocks: Array.from({ length: 20 }, () => ({ warmup: false, rows: rows.map(rowKey) })),
  attempts: 1,
}

/** Every run that is asked for, with its value or a refusal. */
function played(sampleOf: (caseName: string, ordinal: number) => number | undefined): readonly RunSoFar[] {
  const runs: RunSoFar[] = []
  for (;;) {
    const following = next(plan, runs)
    if ('done' in following) return runs
    const { row, kind, ordinal, total } = following.run
    expect(total).toBeGreaterThan(runs.length)
    const value = sampleOf(row.caseName, ordinal)
    runs.push({ key: rowKey(row), kind, accepted: value !== undefined, contaminated: false, value })
  }
}
const wobble = (ordinal: number, share: number) => 1000 * (1 + (ordinal % 2 === 0 ? share : -share))

describe('extra runs', () => {
  test('are not made where the medians are known', () => {
    const runs = played((_, ordinal) => wobble(ordinal, 0.001))
    expect(runs).toHaveLength(10)
    expect(stopsOf(plan, runs)).toMatchObject([{ benchmark: 'b', target: 't', reason: 'precision' }])
  })

  test('are made of all rows where one is not known, up to the most', () => {
    const runs = played((name, ordinal) => (name === 'smp1' ? 1000 : wobble(ordinal, 0.2)))
    expect(runs).toHaveLength(40)
    expect(stopsOf(plan, runs)).toMatchObject([{ reason: 'max-runs' }])
  })

  test('end with the batch in which the medians become known', () => {
    const runs = played((_, ordinal) => (ordinal <= 4 ? wobble(ordinal, 0.3) : 1000))
    expect(runs.length).toBeGreaterThan(10)
    expect(runs.length).toBeLessThan(40)
    expect(runs.length % 10).toBe(0)
    const [stop] = stopsOf(plan, runs)
    expect(stop?.reason).toBe('precision')
    expect(stop?.halfWidth).toBeLessThanOrEqual(0.01)
  })

  test('are not made for what was refused', () => {
    const runs = played((name, ordinal) => (name === 'smp2' && ordinal === 3 ? undefined : wobble(ordinal, 0.2)))
    expect(runs).toHaveLength(10)
    expect(stopsOf(plan, runs)).toMatchObject([{ reason: 'refused', halfWidth: null }])
  })

  test('depend on the spread alone: what is twice as slow stops at the same run', () => {
    const share = fc.array(fc.integer({ min: 900, max: 1100 }), { minLength: 20, maxLength: 20 })
    fc.assert(
      fc.property(share, fc.constantFrom(2, 8, 1024), (values, factor) => {
        const of = (times: number) =>
          played((name, ordinal) => (values[ordinal - 1] ?? 1) * (name === 'smp1' ? 1 : times))
        expect(of(factor)).toHaveLength(of(1).length)
      }),
      { numRuns: 30 },
    )
  })

  test('go on after a break in a batch as if there had been none', () => {
    const runs = played((_, ordinal) => wobble(ordinal, 0.2))
    for (let cut = 0; cut < runs.length; cut++) {
      const following = next(plan, runs.slice(0, cut))
      expect('run' in following && rowKey(following.run.row)).toBe(runs[cut]?.key)
    }
    expect(stopsOf(plan, runs.slice(0, 13))).toMatchObject([{ reason: 'cancelled' }])
  })
})
