import { describeWith, robustVariation } from '../../statistics/describe.ts'
import { variationLimit } from '../../statistics/variation-limit.ts'

/** From this coefficient of variation on no gate decides: pyperf calls it unstable as well. */
const hardLimit = 0.1

/** Steps of a clock, as a share of the median, from which on differences between runs are rounding. */
const coarse = 0.005

/**
 * Why no gate may decide over these samples: they vary more than its margin can bear, or their clock is coarse.
 * Derived, and for every gate alike: see docs/decisions.
 *
 * @param where what they are samples of, for the words
 * @param margin smallest difference that the gate must see; undefined where it does not say
 */
export function noiseReasons(where: string, samples: readonly number[], margin: number | undefined): readonly string[] {
  const { cv = 0, median, n } = describe(samples)
  const robust = robustVariation(samples)
  const limit = margin === undefined ? undefined : variationLimit(margin, n)
  return [
    ...(cv >= hardLimit ? [`${where} varies by ${share(cv)}, a tenth or more`] : []),
    ...(limit !== undefined && robust > limit
      ? [`${where} varies by ${share(robust)}, more than the ${share(limit)} at which ${n} runs see the margin`]
      : []),
    ...(stepOf(samples) > coarse * median ? [`the clock of ${where} is coarse: steps of 1 in ${median}`] : []),
  ]
}

/** In two passes, which needs no library. */
const describe = describeWith((sorted) => {
  const mean = sorted.reduce((sum, x) => sum + x, 0) / sorted.length
  return Math.sqrt(sorted.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (sorted.length - 1))
})

/** Whole numbers have steps of 1 at least; of other numbers the step is not known. */
const stepOf = (samples: readonly number[]) => (samples.every(Number.isInteger) ? 1 : 0)

/** `1.23%` */
export const share = (fraction: number): string => `${(fraction * 100).toFixed(2)}%`
