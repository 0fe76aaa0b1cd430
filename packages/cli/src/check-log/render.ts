import { formatQuantity, visible } from '@capbench/report'
import type { LogMetric, LogReport } from './check-log.ts'
import type { Step } from './step.ts'

export const notEvidence = 'not evidence: nobody watched this run'

/** What was found, for a terminal. What stands in the log is shown with every hidden character spelled out. */
export function renderLogReport(report: LogReport, name: string, of: string): string {
  const { good, bytes, lines, nonce, steps, metrics } = report
  const head = [
    `${visible(name)}: ${bytes} bytes, ${lines} lines, read as ${of}`,
    `nonce ${nonce}${nonce === '-' ? ' (none: no older log can be told from this one)' : ''}`,
  ]
  const numbers = metrics.length === 0 ? [] : ['', `Metrics, ${notEvidence}:`, ...metrics.map(metricLine)]
  const verdict = good
    ? 'The log is good: a run that prints it is accepted, if its machine ends cleanly as well.'
    : 'The log is refused: a run that prints it is invalid, and has no number.'
  return `${[...head, '', ...steps.flatMap(stepLines), ...numbers, '', verdict].join('\n')}\n`
}

const cut = (text: string) => (text.length > mostObserved ? `${text.slice(0, mostObserved)}...` : text)

function stepLines({ step, good, detail, at, text, remedy }: Step): readonly string[] {
  const place = at === undefined ? '' : `line ${at.line}, byte ${at.byte}: `
  return [
    `${good ? 'ok ' : 'NO '} ${step.padEnd(9)} ${place}${visible(step === 'observed' ? cut(detail) : detail)}`,
    ...(text === undefined ? [] : [`              found:  ${visible(text)}`]),
    ...(remedy === undefined ? [] : [`              remedy: ${visible(remedy)}`]),
  ]
}

/** An observation may be long; `--json` has all of it. */
const mostObserved = 100
const mostValues = 5

function metricLine({ name, unit, values, clock, none }: LogMetric): string {
  if (none !== undefined) return `    ${name}: no value: ${visible(none)}`
  const shown = values.slice(0, mostValues).map((value) => formatQuantity(value, unit))
  const more = values.length > mostValues ? `, and ${values.length - mostValues} more` : ''
  return `    ${name}: ${shown.join(', ')}${more} (${clock})`
}
