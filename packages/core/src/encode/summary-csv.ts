import type { Analysis } from '../judge/analysis.ts'
import { readResult } from './read-result.ts'
import type { StoredResult } from './result.ts'

const columns = [
  'benchmark',
  'target',
  'system',
  'role',
  'case',
  'metric',
  'status',
  'reason',
  'unit',
  'runs',
  'median',
  'min',
  'max',
  'standardDeviation',
  'cv',
  'speedup',
  'evidenceClass',
  'claim',
] as const

/**
 * `summary.csv` (RFC 4180, LF): a row for each result. A row without a value has empty cells and its reason, never a
 * zero.
 */
export function renderSummaryCsv(results: readonly StoredResult[], analysis: Analysis): Uint8Array {
  const rows = results.map((stored) => {
    const result = readResult(stored)
    const same = analysis.speedups.find(
      (row) =>
        row.benchmark === result.benchmark &&
        row.target === result.target &&
        row.metric === result.metric &&
        row.to === result.case,
    )
    const figures = result.status === 'passed' ? result.measurement : undefined
    const cells: Record<(typeof columns)[number], string | number | undefined> = {
      benchmark: result.benchmark,
      target: result.target,
      system: result.system,
      role: result.role,
      case: result.case,
      metric: result.metric,
      status: result.status,
      reason: result.status === 'passed' ? undefined : result.reason,
      unit: figures?.unit,
      runs: figures?.samples.length,
      median: figures?.median,
      min: figures?.min,
      max: figures?.max,
      standardDeviation: figures?.standardDeviation,
      cv: figures?.cv,
      speedup: figures && same?.speedup,
      evidenceClass: result.status === 'passed' ? result.evidenceClass : undefined,
      claim: result.status === 'passed' ? result.claim : undefined,
    }
    return columns.map((column) => cell(cells[column])).join(',')
  })
  return new TextEncoder().encode(`${[columns.join(','), ...rows].join('\n')}\n`)
}

/** Quoted where RFC 4180 wants it, and never a formula for a spreadsheet. */
function cell(value: string | number | undefined): string {
  if (value === undefined) return ''
  const text = String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
