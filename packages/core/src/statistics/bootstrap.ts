import { CapbenchError } from '../error.ts'
import { atLeast, binomialLaw } from './binomial.ts'
import { medianOfSorted } from './median.ts'
import { at, positiveSamples, sortedSamples } from './samples.ts'

/** A value that the median of a resample takes, and how often. */
export interface Atom {
  readonly value: number
  readonly probability: number
}

/** A ratio of medians with its percentile interval. */
export interface RatioInterval {
  readonly estimate: number
  readonly lower: number
  readonly upper: number
  /** Nominal level, e.g. 0.9: each bound alone is then a one-sided 95% bound. */
  readonly level: number
  /** Share of all resamples whose ratio lies inside: at least the level but for rounding, since a law has steps. */
  readonly achieved: number
}

/** Most samples of a row; the law of an even row has n(n+1)/2 atoms. */
export const maxBootstrapSamples = 500

/** Rounding of accumulated probabilities must not move a quantile to the next atom. */
const guard = 1e-12

/**
 * The exact bootstrap law of the median, ascending by value (Efron 1979; Maritz and Jarrett 1978; Hutson and Ernst
 * 2000): no resampling, no random numbers, only + - * / and integer powers, hence the same bits everywhere.
 *
 * @throws CapbenchError CAPBENCH_USAGE for no, bad, or more than 500 samples.
 */
export function medianLaw(samples: readonly number[]): readonly Atom[] {
  const sorted = sortedSamples(samples)
  if (sorted.length > maxBootstrapSamples) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `the exact bootstrap takes ${maxBootstrapSamples} samples, got ${sorted.length}`,
    )
  }
  const atoms = sorted.length % 2 === 1 ? oddLaw(sorted) : evenLaw(sorted)
  return merge(atoms.sort((a, b) => a.value - b.value))
}

/**
 * Interval of median(base) / median(other), two independent rows: the exact bootstrap law of the ratio, between its
 * (1 - level)/2 and (1 + level)/2 quantiles. The estimate always lies inside.
 *
 * @param level 0 < level < 1; gates use 0.9
 * @throws CapbenchError CAPBENCH_USAGE
 */
export function ratioOfMedians(base: readonly number[], other: readonly number[], level: number): RatioInterval {
  if (!(level > 0 && level < 1)) throw new CapbenchError('CAPBENCH_USAGE', `a level lies between 0 and 1, got ${level}`)
  const estimate = medianOfSorted(positiveSamples(base)) / medianOfSorted(positiveSamples(other))
  const law = { base: medianLaw(base), other: medianLaw(other) }
  const lower = ratioQuantile(law, (1 - level) / 2)
  const upper = ratioQuantile(law, (1 + level) / 2)
  const inside = chanceOf(law, (ratio) => ratio <= upper) - chanceOf(law, (ratio) => ratio < lower)
  return { estimate, lower, upper, level, achieved: Math.min(1, inside) }
}

/**
 * The share of resamples in which median(base) / median(other) is at most `bound`: one minus that is how often it lies
 * above. It is below `q` where the lower bound of the interval of level `1 - 2q` lies above `bound`.
 *
 * @throws CapbenchError CAPBENCH_USAGE
 */
export function chanceOfRatioAtMost(base: readonly number[], other: readonly number[], bound: number): number {
  positiveSamples(base)
  positiveSamples(other)
  return Math.min(1, ratioAtMost({ base: medianLaw(base), other: medianLaw(other) }, bound))
}

interface RatioLaw {
  readonly base: readonly Atom[]
  readonly other: readonly Atom[]
}

/**
 * Smallest ratio v with P(ratio <= v) >= q. The distribution is a step function of v over the doubles, so that halving
 * the bracket until no double lies between finds the step itself, without building the product of both laws.
 */
function ratioQuantile(law: RatioLaw, q: number): number {
  let low = first(law.base).value / last(law.other).value
  let high = last(law.base).value / first(law.other).value
  if (ratioAtMost(law, low) >= q - guard) return low
  for (;;) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return high
    if (ratioAtMost(law, middle) >= q - guard) high = middle
    else low = middle
  }
}

const ratioAtMost = (law: RatioLaw, v: number) => chanceOf(law, (ratio) => ratio <= v)

/** @param isInside holds for all ratios up to some limit */
function chanceOf({ base, other }: RatioLaw, isInside: (ratio: number) => boolean): number {
  let sum = 0
  let below = 0
  let next = 0
  for (const { value, probability } of other) {
    for (let atom = base[next]; atom !== undefined && isInside(atom.value / value); atom = base[next]) {
      below += atom.probability
      next++
    }
    sum += probability * below
  }
  return sum
}

function oddLaw(sorted: Float64Array): Atom[] {
  const chances = orderStatisticLaw(sorted.length, (sorted.length + 1) / 2)
  return Array.from(sorted, (value, i) => ({ value, probability: at(chances, i) }))
}

/** Both middle order statistics of the resample, of ranks m and m + 1, are sample i and sample j. */
function evenLaw(sorted: Float64Array): Atom[] {
  const n = sorted.length
  const m = n / 2
  const power = Float64Array.from({ length: n + 1 }, (_, i) => integerPower(i / n, m))
  const rises = Float64Array.from({ length: n }, (_, i) => at(power, i + 1) - at(power, i))
  const ways = choose(n, m)
  const rest = orderStatisticLaw(n, m)
  const atoms: Atom[] = []
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const probability = ways * at(rises, i) * at(rises, n - 1 - j)
      rest[i] = at(rest, i) - probability
      atoms.push({ value: (at(sorted, i) + at(sorted, j)) / 2, probability })
    }
    atoms.push({ value: at(sorted, i), probability: Math.max(0, at(rest, i)) })
  }
  return atoms
}

/** Probability that the order statistic of a rank, in a resample of n, is sample i of the sorted ones. */
function orderStatisticLaw(n: number, rank: number): Float64Array {
  const reached = Float64Array.from({ length: n + 1 }, (_, k) => atLeast(binomialLaw(n, k / n), rank))
  return Float64Array.from({ length: n }, (_, i) => at(reached, i + 1) - at(reached, i))
}

function merge(atoms: readonly Atom[]): readonly Atom[] {
  const merged: { value: number; probability: number }[] = []
  for (const { value, probability } of atoms) {
    const top = merged.at(-1)
    if (top?.value === value) top.probability += probability
    else merged.push({ value, probability })
  }
  return merged
}

function integerPower(base: number, exponent: number): number {
  let power = 1
  for (let i = 0; i < exponent; i++) power *= base
  return power
}

function choose(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i
  return ways
}

function first(atoms: readonly Atom[]): Atom {
  return end(atoms, 0)
}
function last(atoms: readonly Atom[]): Atom {
  return end(atoms, -1)
}
function end(atoms: readonly Atom[], index: 0 | -1): Atom {
  const atom = atoms.at(index)
  if (atom === undefined) throw new CapbenchError('CAPBENCH_BUG', 'a law without atoms')
  return atom
}
