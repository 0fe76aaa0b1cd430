import { cause } from '@capbench/core'
import { expect, test } from 'vitest'
import type { AssessedRun } from '../../src/summarize/assess-runs.ts'
import { summarizeRow } from '../../src/summarize/row.ts'
import { toy } from '../pipeline/toy.ts'

/** One accepted measured run whose metric has this value. */
function runOf(value: number): AssessedRun {
  const verdict = { accepted: true, checked: ['all'] } as const
  const assessment = { accepted: true, verdict, observation: {}, metrics: { m: { verdict, values: [value] } } } as const
  return { record: { kind: 'measured', ordinal: 1 }, assessment } as unknown as AssessedRun
}
const missing = cause('records_lost', 'missing')
const summarized = (value: number, timed: boolean) =>
  summarizeRow(toy, { name: 'm', timed }, [runOf(value)], 1, missing)

test('a count may be zero, a time may not', () => {
  expect(summarized(0, false)).toMatchObject({ passed: true, samples: [{ value: 0 }] })
  expect(summarized(0, true)).toMatchObject({ passed: false, causes: [{ reason: 'clock_unusable' }] })
})

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('neither may be %d', (value) => {
  for (const timed of [true, false]) {
    expect(summarized(value, timed)).toMatchObject({ passed: false, causes: [{ reason: 'clock_unusable' }] })
  }
})
