import { medianAbsoluteDeviation, medianOfSorted } from './median.ts'
import { sortedSamples } from './samples.ts'

/** Samples that stand apart. They are shown and stay in every figure; nothing is ever dropped. Indices count from 0. */
export interface Outliers {
  /** Beyond 1.5 interquartile ranges from the quartiles; includes the severe ones. */
  readonly mild: readonly number[]
  /** Beyond 3 interquartile ranges. */
  readonly severe: readonly number[]
  /** Modified z score beyond 3.5; empty where the median absolute deviation is zero. */
  readonly modifiedZ: readonly number[]
  readonly fences: { readonly mild: Fence; readonly severe: Fence }
}
export interface Fence {
  readonly low: number
  readonly high: number
}

/** Third quartile of the standard normal law: makes the score of normal data a standard score. */
const normalQuartile = 0.6744897501960817

/** @throws CapbenchError CAPBENCH_USAGE if there are no samples, or one is not finite. */
export type FlagOutliers = (samples: readonly number[]) => Outliers

/**
 * Tukey's fences (1977) over type 7 quartiles, and the modified z score of Iglewicz and Hoaglin (1993).
 *
 * @param quantile type 7 quantile of sorted values
 */
export function flagOutliersWith(quantile: (sorted: number[], p: number) => number): FlagOutliers {
  return (samples) => {
    const sorted = sortedSamples(samples)
    const values = [...sorted]
    const q1 = quantile(values, 0.25)
    const q3 = quantile(values, 0.75)
    const fence = (factor: number): Fence => ({ low: q1 - factor * (q3 - q1), high: q3 + factor * (q3 - q1) })
    const fences = { mild: fence(1.5), severe: fence(3) }
    const outside = ({ low, high }: Fence) => indicesOf(samples, (x) => x < low || x > high)
    const scores = modifiedZScores(samples)
    return {
      mild: outside(fences.mild),
      severe: outside(fences.severe),
      modifiedZ: indicesOf(scores, (z) => Math.abs(z) > 3.5),
      fences,
    }
  }
}

/** z(0.75) (x - median) / MAD of each sample, in the given order; empty where the MAD is zero. */
export function modifiedZScores(samples: readonly number[]): readonly number[] {
  const sorted = sortedSamples(samples)
  const center = medianOfSorted(sorted)
  const mad = medianAbsoluteDeviation(sorted, center)
  return mad === 0 ? [] : samples.map((x) => (normalQuartile * (x - center)) / mad)
}

function indicesOf(values: readonly number[], match: (x: number) => boolean): readonly number[] {
  return values.flatMap((x, i) => (match(x) ? [i] : []))
}
