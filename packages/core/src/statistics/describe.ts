import { medianAbsoluteDeviation, medianOfSorted } from './median.ts'
import { at, sortedSamples } from './samples.ts'

/** Figures of one row in the unit of its samples; `cv` and `robustCv` are fractions. */
export interface Description {
  readonly n: number
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly median: number
  /** Sample standard deviation (n - 1); absent for one sample. */
  readonly standardDeviation?: number
  /** Standard deviation over mean; absent for one sample, and where the mean is not above zero. */
  readonly cv?: number
  /** Median of the absolute deviations from the median, unscaled. */
  readonly mad: number
  /** 1.4826 times `mad` over median; absent for one sample, and where the median is not above zero. */
  readonly robustCv?: number
}

/** @throws CapbenchError CAPBENCH_USAGE if there are no samples, or one is not finite. */
export type Describe = (samples: readonly number[]) => Description

/** Makes the median absolute deviation of normal data estimate its standard deviation. */
const madToSigma = 1.4826

/** @param deviation sample standard deviation of two or more sorted values */
export function describeWith(deviation: (sorted: number[]) => number): Describe {
  return (samples) => {
    const sorted = sortedSamples(samples)
    const n = sorted.length
    const mean = sorted.reduce((sum, x) => sum + x, 0) / n
    const median = medianOfSorted(sorted)
    const mad = medianAbsoluteDeviation(sorted, median)
    const base = { n, min: at(sorted, 0), max: at(sorted, n - 1), mean, median, mad }
    if (n === 1) return base
    const standardDeviation = deviation([...sorted])
    return {
      ...base,
      standardDeviation,
      ...(mean > 0 && { cv: standardDeviation / mean }),
      ...(median > 0 && { robustCv: (madToSigma * mad) / median }),
    }
  }
}

/** 1.4826 MAD over median alone; 0 where the median is not above zero. */
export function robustVariation(samples: readonly number[]): number {
  const sorted = sortedSamples(samples)
  const median = medianOfSorted(sorted)
  return median > 0 ? (madToSigma * medianAbsoluteDeviation(sorted, median)) / median : 0
}
