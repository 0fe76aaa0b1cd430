import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resultFault } from '../../src/encode/result-fault.ts'
import { median } from '../../src/statistics/median.ts'
import { passedResult } from './capnp/results.ts'

function withFigures(samples: readonly number[], figures: object): typeof passedResult {
  const { p95: _p95, ...measurement } = passedResult.result.measurement
  const ends = { min: Math.min(...samples), max: Math.max(...samples), median: median(samples) }
  const runs = { measured: 20, warmups: 0, accepted: 20, attempts: 0 }
  return {
    ...passedResult,
    runs,
    result: { measurement: { ...measurement, samples: [...samples], ...ends, ...figures } },
  }
}

test('median, minimum and maximum hold exactly where they are those of the samples, ties and all', () => {
  const value = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.double({ min: 0, max: 9, noNaN: true }))
  const samples = fc.array(value, { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(samples, fc.constantFrom('median', 'min', 'max'), value, (values, name, other) => {
      const right = withFigures(values, {})
      expect(resultFault(right)).toBe(undefined)
      const said = withFigures(values, { [name]: other })
      const differs = other !== right.result.measurement[name]
      expect(resultFault(said)).toBe(differs ? `its ${name} is ${other}, which is not that of its samples` : undefined)
    }),
    { numRuns: 2000 },
  )
})

test.each([null, 7, 'passed', [], {}, { status: 'toString' }, { status: ['passed'] }, { status: 'passed' }])(
  '%j is no result',
  (value) => {
    expect(resultFault(value)).toMatch(/its status is unknown|it does not fit its schema/)
    expect(resultFault({ ...passedResult, result: value })).toContain('it does not fit its schema at /result')
  },
)
