import { ratioOfMedians } from '../statistics/bootstrap.ts'
import type { PlannedRow } from './plan.ts'

/** The runs of a row until now, as far as extra runs depend on them. */
export interface RowProgress {
  readonly row: PlannedRow
  /** Measured runs that were begun, each counted once however often it was repeated. */
  readonly started: number
  /** Headline value of each measured run that counts; undefined for one that was refused. */
  readonly values: readonly (number | undefined)[]
}

/** Why no more runs of a benchmark on a target were made. */
export type StopReason = 'fixed' | 'precision' | 'max-runs' | 'refused' | 'cancelled'

/**
 * Measured runs that each row of one benchmark on one target wants, as far as the runs until now decide it. All rows
 * get extra runs together, so that blocks stay whole; they are added until every median is known as well as was
 * declared, never by what a gate would say.
 */
export function wantedRuns(group: readonly RowProgress[]): number {
  const { row } = group[0] ?? {}
  if (row === undefined) return 0
  if (row.precision === undefined) return row.runs
  const { step, maxRuns } = row.precision
  const count = batchOf(group, row)
  const unfinished = group.some(({ values }) => values.length < count)
  return unfinished || stopAt(group, count) !== undefined ? count : Math.min(maxRuns, count + step)
}

/** Why a group ended where it did; `cancelled` where it had not ended. */
export function stopReasonOf(group: readonly RowProgress[]): StopReason {
  const { row } = group[0] ?? {}
  const count = row === undefined ? 0 : batchOf(group, row)
  if (group.some(({ values }) => values.length < count)) return 'cancelled'
  return stopAt(group, count) ?? 'cancelled'
}

/** End of the batch in progress: whatever was begun had been decided before. */
function batchOf(group: readonly RowProgress[], { runs, precision }: PlannedRow): number {
  const started = Math.max(...group.map((each) => each.started))
  let count = runs
  while (precision !== undefined && count < started) count = Math.min(precision.maxRuns, count + precision.step)
  return count
}

function stopAt(group: readonly RowProgress[], count: number): StopReason | undefined {
  const precision = group[0]?.row.precision
  if (precision === undefined) return 'fixed'
  const widths = group.map(({ values }) => halfWidthOf(values))
  // A refused run refuses its row for good, and what has no interval never gets a narrow one.
  if (widths.includes(undefined)) return 'refused'
  if (widths.every((width = 1) => width <= precision.halfWidth)) return 'precision'
  return count >= precision.maxRuns ? 'max-runs' : undefined
}

/** Half width of the exact 90% interval of a median, as a fraction of it; undefined where there is none. */
export function halfWidthOf(values: readonly (number | undefined)[]): number | undefined {
  const usable = values.filter((value) => value !== undefined && value > 0 && value <= Number.MAX_SAFE_INTEGER)
  const samples = usable as readonly number[]
  if (samples.length < values.length || samples.length === 0) return undefined
  const { lower, upper, estimate } = ratioOfMedians(samples, [1], 0.9)
  return (upper - lower) / 2 / estimate
}
