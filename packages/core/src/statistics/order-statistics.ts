import { CapbenchError } from '../error.ts'
import { binomialLaw } from './binomial.ts'
import { at, positiveSamples, sortedSamples, type TooFew } from './samples.ts'

/** Which order statistics bound a quantile; ranks count from 1. */
export interface RankInterval {
  readonly lowerRank: number
  readonly upperRank: number
  /** Coverage that these ranks have: at least the confidence asked for. */
  readonly achieved: number
}

/** A distribution-free interval of a quantile. */
export interface QuantileInterval {
  readonly lower: number
  readonly upper: number
  /** Coverage that the interval has: at least the confidence asked for. */
  readonly achieved: number
}

/** Lower and upper rank of the equal-tailed interval, each null where n samples are too few for that side. */
export function quantileRanks(
  n: number,
  p: number,
  confidence: number,
): { lower: number | null; upper: number | null } {
  const tail = tailOf(p, confidence)
  const law = binomialLaw(n, p)
  let lower: number | null = null
  for (let rank = 1, below = at(law, 0); rank <= n && below <= tail; rank++) {
    lower = rank
    below += at(law, rank)
  }
  let upper: number | null = null
  for (let rank = n, above = at(law, n); rank >= 1 && above <= tail; rank--) {
    upper = rank
    above += at(law, rank - 1)
  }
  return { lower, upper }
}

/**
 * Ranks l and u such that [x(l), x(u)] covers the p-quantile with at least the given confidence, equal-tailed, whatever
 * the distribution: l the largest with P(B <= l-1) <= a/2, u the smallest with P(B >= u) <= a/2, B binomial(n, p).
 *
 * @param p 0 < p < 1; 0.5 for the median
 * @param confidence 0 < confidence < 1
 */
export function quantileRankInterval(n: number, p: number, confidence: number): RankInterval | TooFew {
  const { lower, upper } = quantileRanks(n, p, confidence)
  if (lower === null || upper === null) return tooFew(p, confidence)
  let achieved = 0
  const law = binomialLaw(n, p)
  for (let k = lower; k < upper; k++) achieved += at(law, k)
  return { lowerRank: lower, upperRank: upper, achieved }
}

/**
 * Distribution-free interval of the p-quantile of the distribution that the samples come from.
 *
 * @throws CapbenchError CAPBENCH_USAGE for bad samples or parameters.
 */
export function quantileInterval(samples: readonly number[], p: number, confidence: number): QuantileInterval | TooFew {
  const sorted = sortedSamples(samples)
  const ranks = quantileRankInterval(sorted.length, p, confidence)
  if ('absent' in ranks) return ranks
  return { lower: at(sorted, ranks.lowerRank - 1), upper: at(sorted, ranks.upperRank - 1), achieved: ranks.achieved }
}

/** Fewest samples from which on a two-sided interval of the p-quantile exists: p^n and (1-p)^n both at most a/2. */
export function neededSamples(p: number, confidence: number): number {
  const tail = tailOf(p, confidence)
  const extreme = Math.max(p, 1 - p)
  let n = 1
  for (let power = extreme; power > tail; power *= extreme) n++
  return n
}

/**
 * Median and distribution-free interval of the ratios of paired blocks, for rows that were interleaved in blocks.
 *
 * @throws CapbenchError CAPBENCH_USAGE if the rows differ in length or hold bad samples.
 */
export function pairedRatioInterval(
  base: readonly number[],
  other: readonly number[],
  confidence: number,
): QuantileInterval | TooFew {
  if (base.length !== other.length) {
    throw new CapbenchError('CAPBENCH_USAGE', `paired rows need equal length, got ${base.length} and ${other.length}`)
  }
  positiveSamples(base)
  positiveSamples(other)
  return quantileInterval(
    base.map((x, i) => x / at(other, i)),
    0.5,
    confidence,
  )
}

function tooFew(p: number, confidence: number): TooFew {
  return { absent: 'insufficient-samples', needed: neededSamples(p, confidence) }
}

function tailOf(p: number, confidence: number): number {
  if (p > 0 && p < 1 && confidence > 0 && confidence < 1) return (1 - confidence) / 2
  throw new CapbenchError('CAPBENCH_USAGE', `quantile and confidence lie between 0 and 1, got ${p} and ${confidence}`)
}
