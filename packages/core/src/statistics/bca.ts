import { CapbenchError } from '../error.ts'
import { at, sortedSamples } from './samples.ts'

/** An interval by the bias-corrected and accelerated bootstrap. */
export interface BcaInterval {
  readonly lower: number
  readonly upper: number
  /** Bias correction: the normal quantile of the share of resamples below the mean, those equal to it by half. */
  readonly bias: number
  /** From the jackknife. */
  readonly acceleration: number
  /** Shares of the resamples at which the bounds are read. */
  readonly shares: readonly [number, number]
}

/**
 * Interval of the mean by BCa (Efron 1987), over the exact law of all resamples: no random numbers. A second opinion
 * on means for comparison with other tools, never a headline, never stored, and not for medians, whose jackknife is
 * inconsistent. Tools differ at few samples: scipy counts ties with the mean by half, as here, R's boot does not.
 *
 * @param confidence 0 < confidence <= 0.999: the law of ten samples says nothing beyond
 * @throws CapbenchError CAPBENCH_USAGE for bad samples, fewer than 2 or more than 10 of them, or all of them equal
 */
export type BcaOfMean = (samples: readonly number[], confidence: number) => BcaInterval

const most = 10

/** Sums of the same samples in another order may differ in their last bits; they are one value. */
const guard = 1e-12

export const bcaOfMeanWith =
  (erf: (x: number) => number): BcaOfMean =>
  (samples, confidence) => {
    const sorted = sortedSamples(samples)
    const n = sorted.length
    if (n < 2 || n > most || at(sorted, 0) === at(sorted, n - 1) || !(confidence > 0 && confidence <= 0.999)) {
      throw new CapbenchError(
        'CAPBENCH_USAGE',
        `BCa needs 2 to ${most} samples, not all equal, and a confidence above 0, up to 0.999, got ${n} and ${confidence}`,
      )
    }
    const mean = sorted.reduce((sum, x) => sum + x, 0) / n
    const law = resampledMeans(sorted)
    const tolerance = guard * Math.max(...sorted.map(Math.abs))
    const shareWhere = (counts: (value: number) => boolean) =>
      law.reduce((sum, { value, probability }) => sum + (counts(value - mean) ? probability : 0), 0)
    const middle = shareWhere((off) => off < -tolerance) + shareWhere((off) => Math.abs(off) <= tolerance) / 2
    const normal = (z: number) => (1 + erf(z / Math.SQRT2)) / 2
    const bias = inverse(normal, middle)
    // The mean without one sample lies off theirs by a multiple of what that sample lies off, which cancels out.
    const off = Array.from(sorted, (x) => x - mean)
    const power = (exponent: number) => off.reduce((sum, x) => sum + x ** exponent, 0)
    const acceleration = power(3) / (6 * power(2) ** 1.5)
    const share = (p: number) => {
      const z = bias + inverse(normal, p)
      return normal(bias + z / (1 - acceleration * z))
    }
    const shares = [share((1 - confidence) / 2), share((1 + confidence) / 2)] as const
    return { lower: quantile(law, shares[0]), upper: quantile(law, shares[1]), bias, acceleration, shares }
  }

interface Atom {
  readonly value: number
  readonly probability: number
}

/** Means of all resamples, ascending: each way to take n samples with repetition, by its multinomial weight. */
function resampledMeans(sorted: Float64Array): readonly Atom[] {
  const n = sorted.length
  const atoms: Atom[] = []
  const take = (index: number, left: number, sum: number, probability: number): void => {
    if (index === n - 1) {
      let last = probability
      for (let k = 1; k <= left; k++) last /= k * n
      atoms.push({ value: (sum + left * at(sorted, index)) / n, probability: last })
      return
    }
    for (let k = 0, weight = probability; k <= left; k++, weight /= k * n) {
      take(index + 1, left - k, sum + k * at(sorted, index), weight)
    }
  }
  let orders = 1
  for (let k = 2; k <= n; k++) orders *= k
  take(0, n, 0, orders)
  return atoms.sort((a, b) => a.value - b.value)
}

/** Smallest value with at least this share at or below it. */
function quantile(law: readonly Atom[], share: number): number {
  let below = 0
  for (const { value, probability } of law) {
    below += probability
    if (below >= share - guard) return value
  }
  return law.at(-1)?.value ?? Number.NaN
}

/** By halving, of a function that rises; beyond 40 standard deviations nothing is left. */
function inverse(rising: (z: number) => number, wanted: number): number {
  let [low, high] = [-40, 40]
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return high
    if (rising(middle) < wanted) low = middle
    else high = middle
  }
}
