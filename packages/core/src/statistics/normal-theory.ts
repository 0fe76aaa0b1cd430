import { CapbenchError } from '../error.ts'
import { at, positiveSamples, sortedSamples } from './samples.ts'
import type { StudentQuantile } from './student.ts'

/** Figures that lean on normal theory: hints and second opinions, never a headline, never stored. */
export interface NormalTheory {
  /**
   * Ratio of geometric means with Welch's interval on logarithms.
   *
   * @throws CapbenchError CAPBENCH_USAGE for fewer than two samples a side, or one that is not above zero.
   */
  readonly welchRatio: (
    x: readonly number[],
    y: readonly number[],
    confidence: number,
  ) => { readonly ratio: number; readonly lower: number; readonly upper: number; readonly df: number }
  /**
   * Runs that bring the interval of the mean to a relative half width, by a pilot (Hoefler and Belli 2015, 4.2.2).
   *
   * @throws CapbenchError CAPBENCH_USAGE for fewer than two samples, or one that is not above zero.
   */
  readonly neededRuns: (pilot: readonly number[], confidence: number, relativeError: number) => number
  /**
   * Where the variance arises, of boots times iterations, and how many iterations a boot is worth (Kalibera and Jones
   * 2013).
   *
   * @param cost of a boot and of an iteration, in one unit
   * @throws CapbenchError CAPBENCH_USAGE for fewer than two boots, or boots without two iterations each.
   */
  readonly twoLevel: (
    boots: readonly (readonly number[])[],
    cost: { readonly boot: number; readonly iteration: number },
    confidence: number,
  ) => TwoLevel
}

/** Runs within groups: how much varies within, and how much between them. */
export interface TwoLevel {
  readonly mean: number
  /** Half of the width of the interval of the mean, over boots. */
  readonly halfWidth: number
  /** Mean variance inside a boot. */
  readonly within: number
  /** Variance of the means of boots. */
  readonly ofMeans: number
  /** Part of it that boots themselves cause; not below zero. */
  readonly between: number
  /** Iterations a boot that cost least for a given precision; null where boots cause no variance. */
  readonly iterations: number | null
}

export function normalTheoryWith(t: StudentQuantile): NormalTheory {
  return {
    welchRatio: (x, y, confidence) => {
      const [a, b] = [momentsOf(logsOf(x)), momentsOf(logsOf(y))]
      const [va, vb] = [a.variance / a.n, b.variance / b.n]
      const df = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1))
      const half = t((1 + confidence) / 2, df) * Math.sqrt(va + vb)
      const difference = a.mean - b.mean
      const [lower, upper] = [Math.exp(difference - half), Math.exp(difference + half)]
      return { ratio: Math.exp(difference), lower, upper, df }
    },
    neededRuns: (pilot, confidence, relativeError) => {
      const { n, mean, variance } = momentsOf([...positiveSamples(pilot)])
      return Math.ceil((variance * t((1 + confidence) / 2, n - 1) ** 2) / (relativeError * mean) ** 2)
    },
    twoLevel: (boots, cost, confidence) => {
      const each = boots.map((iterations) => momentsOf([...sortedSamples(iterations)]))
      const { n, mean, variance: ofMeans } = momentsOf(each.map((boot) => boot.mean))
      const within = each.reduce((sum, boot) => sum + boot.variance, 0) / n
      const between = Math.max(0, ofMeans - within / Math.min(...each.map((boot) => boot.n)))
      const optimum = Math.ceil(Math.sqrt(((cost.boot / cost.iteration) * within) / between))
      return {
        mean,
        halfWidth: t((1 + confidence) / 2, n - 1) * Math.sqrt(ofMeans / n),
        within,
        ofMeans,
        between,
        iterations: between > 0 ? Math.max(1, optimum) : null,
      }
    },
  }
}

const logsOf = (samples: readonly number[]) => [...positiveSamples(samples)].map(Math.log)

function momentsOf(values: readonly number[]) {
  const n = values.length
  if (n < 2) throw new CapbenchError('CAPBENCH_USAGE', `a variance needs two values, got ${n}`)
  const mean = values.reduce((sum, x) => sum + x, 0) / n
  const variance = values.reduce((sum, _, i) => sum + (at(values, i) - mean) ** 2, 0) / (n - 1)
  return { n, mean, variance }
}
