import { noiseReasons, share } from '../define/gates/noise.ts'
import type { PassedResult } from './speedups.ts'
import type { RowStability } from './stability.ts'

/**
 * Why a gate over these rows is for people to look at: rows that vary more than its margin can bear, that drift, or
 * whose clock is coarse.
 *
 * @param margin smallest difference that the gate must see; undefined where it does not say
 */
export function reviewReasons(
  rows: readonly PassedResult[],
  stability: readonly RowStability[],
  margin: number | undefined,
): readonly string[] {
  const reasons = rows.flatMap((row): readonly string[] => {
    const where = `${row.case} ${row.metric}`
    const own = stability.find((each) => each.case === row.case && each.metric === row.metric)
    return [
      ...noiseReasons(where, row.result.measurement.samples, margin),
      ...(own?.drift?.flagged === true ? [`${where} drifts by ${share(own.drift.total)} over its runs`] : []),
    ]
  })
  return [...new Set(reasons)]
}
