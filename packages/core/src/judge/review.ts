import { robustVariation } from '../statistics/describe.ts'
import { variationLimit } from '../statistics/variation-limit.ts'
import type { PassedResult } from './speedups.ts'
import type { RowStability } from './stability.ts'

/** From this coefficient of variation on no gate decides: pyperf calls it unstable as well. */
const hardLimit = 0.1

/** Steps of a clock, as a share of the median, from which on differences between runs are rounding. */
const coarse = 0.005

/**
 * Why a gate over these rows is for people to look at: rows that vary more than its margin can bear, that drift, or
 * whose clock is coarse. Derived, and for every gate alike: see docs/decisions.
 *
 * @param margin smallest difference that the gate must see; undefined where it does not say
 */
export function reviewReasons(
  rows: readonly PassedResult[],
  stability: readonly RowStability[],
  margin: number | undefined,
): readonly string[] {
  const reasons = rows.flatMap((row): readonly string[] => {
    const { cv = 0, samples, median } = row.result.measurement
    const where = `${row.case} ${row.metric}`
    const robust = robustVariation(samples)
    const n = samples.length
    const limit = margin === undefined ? undefined : variationLimit(margin, n)
    const own = stability.find((each) => each.case === row.case && each.metric === row.metric)
    return [
      ...(cv >= hardLimit ? [`${where} varies by ${share(cv)}, a tenth or more`] : []),
      ...(limit !== undefined && robust > limit
        ? [`${where} varies by ${share(robust)}, more than the ${share(limit)} at which ${n} runs see the margin`]
        : []),
      ...(own?.drift?.flagged === true ? [`${where} drifts by ${share(own.drift.total)} over its runs`] : []),
      ...(stepOf(samples) > coarse * median ? [`the clock of ${where} is coarse: steps of 1 in ${median}`] : []),
    ]
  })
  return [...new Set(reasons)]
}

/** Whole numbers have steps of 1 at least; of other numbers the step is not known. */
const stepOf = (samples: readonly number[]) => (samples.every(Number.isInteger) ? 1 : 0)

const share = (fraction: number) => `${(fraction * 100).toFixed(2)}%`
