import type { Result } from '@capbench/core'
import { formatQuantity } from '../format/figures.ts'
import { type Markdown, md } from './text.ts'

export const none: Markdown = md`–`

/** The median, or in its place why there is none. Never a zero, never an empty cell. */
export function valueCell(result: Result | undefined): Markdown {
  if (result === undefined) return md`not in the suite`
  if (result.status !== 'passed') return md`${result.status}: ${result.reason}`
  return md`${formatQuantity(result.measurement.median, result.measurement.unit)}`
}

/** One value where all agree, else one for each target. */
export function perTarget<R extends Result>(results: readonly R[], value: (result: R) => string): Markdown {
  const values = results.map((result) => ({ target: result.target, value: value(result) }))
  const distinct = [...new Set(values.map((each) => each.value))]
  if (distinct.length === 1) return md`${distinct[0] ?? ''}`
  return md`${values.map((each) => `${each.target}: ${each.value}`).join('; ')}`
}

export const classOf = (result: Result): string => (result.status === 'passed' ? result.evidenceClass : 'none')
export const claimOf = (result: Result): string => (result.status === 'passed' ? result.claim : 'no result')
