import { formatQuantity } from '../format/figures.ts'
import type { Attempt, Fate, RunValue } from './attempts.ts'

/** One run as a mark of a plot: where it lies, how it looks, and what it says. */
export interface RunMark {
  /** Position in the campaign. */
  readonly order: number
  /** Index among the metrics of the plot. */
  readonly metric: number
  readonly case: string
  readonly fate: Fate
  /** In percent of the median of the row; left out where the run has no value. */
  readonly deviation?: number
  /** It counts, and its row is claimable. */
  readonly solid: boolean
  readonly says: string
}

/** The marks of every metric. A run that gave a metric no value is a mark as well; a proof is one for each metric. */
export function marksOf(attempts: readonly Attempt[], metrics: readonly string[]): readonly RunMark[] {
  return metrics.flatMap((metric, index) =>
    attempts.map((attempt) => {
      const found = attempt.values.find((each) => each.metric === metric)
      const deviation = found && deviationOf(found)
      const { order, case: name } = attempt.run.record
      return {
        order,
        metric: index,
        case: name,
        fate: found?.fate ?? 'no value',
        ...(deviation !== undefined && { deviation: Number(deviation.toPrecision(7)) }),
        solid: found?.fate === 'counts' && found.row?.evidenceClass === 'claimable',
        says: words(attempt, found),
      }
    }),
  )
}

function deviationOf({ value, row }: RunValue): number | undefined {
  if (value === undefined || row === undefined) return undefined
  const { median } = row.measurement
  if (median === 0) return value === 0 ? 0 : undefined
  return (value / median - 1) * 100
}

/** One run in words, which stand where its mark cannot be seen. */
function words({ run, because }: Attempt, found: RunValue | undefined): string {
  const { order, case: name, kind, ordinal } = run.record
  const what = kind === 'measured' ? 'run' : kind === 'warmup' ? 'warm-up run' : 'proof run'
  const head = `${order}: ${name}, ${what} ${ordinal}`
  const why = because === '' ? [] : [because]
  if (found?.value === undefined || found.row === undefined) return [head, 'no value', ...why].join(', ')
  const deviation = deviationOf(found)
  const from = deviation === undefined ? '' : ` (${deviation < 0 ? '' : '+'}${deviation.toFixed(2)}%)`
  const value = `${formatQuantity(found.value, found.row.measurement.unit)}${from}`
  // What a run says of another metric is no word about this one.
  const aside = found.fate === 'set aside' ? why : []
  return [head, value, found.fate, ...aside].join(', ')
}
