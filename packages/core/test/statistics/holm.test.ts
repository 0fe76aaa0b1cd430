import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holm } from '../../src/statistics/holm.ts'

const pValue = fc.double({ min: 0, max: 1, noNaN: true })

describe('p-values adjusted by Holm', () => {
  test.each([
    [[], []],
    [[0.04], [0.04]],
    [
      [0.01, 0.02, 0.03, 0.04],
      [0.04, 0.06, 0.06, 0.06],
    ],
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    [
      [0.9, 0.5],
      [1, 1],
    ],
  ])('%j become %j, as by p.adjust of R', (given, wanted) => {
    expect(holm(given).map((p) => Number(p.toFixed(12)))).toEqual(wanted)
  })

  test('are those of the closed test: the largest Bonferroni over all sets of tests that a test is in', () => {
    fc.assert(
      fc.property(fc.array(pValue, { minLength: 1, maxLength: 7 }), (given) => {
        const adjusted = holm(given)
        for (const [at] of given.entries()) {
          let largest = 0
          for (let set = 1; set < 1 << given.length; set++) {
            if ((set & (1 << at)) === 0) continue
            const own = given.filter((_, each) => (set & (1 << each)) !== 0)
            largest = Math.max(largest, Math.min(1, own.length * Math.min(...own)))
          }
          expect(adjusted[at]).toBeCloseTo(largest, 12)
        }
      }),
    )
  })

  test.each([[-0.1], [1.1], [Number.NaN]])('refuse %d', (p) => {
    expect(() => holm([0.5, p])).toThrow('between 0 and 1')
  })
})
