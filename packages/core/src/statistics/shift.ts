import { CapbenchError } from '../error.ts'
import { coinSumLaw, doubledRanks, lawQuantile, subsetSumLaw, tailsOf } from './rank-law.ts'
import { rankSum } from './rank-sum.ts'
import { at, positiveSamples } from './samples.ts'

/** A ratio of two rows by ranks: a second opinion beside the ratio of medians, never the headline. */
export interface ShiftRatio {
  readonly ratio: number
  readonly lower: number
  readonly upper: number
  /** Exact and two-sided, that the ratio is 1. */
  readonly p: number
}

/**
 * Hodges and Lehmann's estimate (1963) of the ratio of two independent rows, and its interval by inversion of the
 * Mann-Whitney test. On logarithms the differences are the ratios of all pairs, so none needs be taken.
 *
 * @param confidence 0 < confidence < 1
 * @throws CapbenchError CAPBENCH_USAGE for bad samples, or more than 120 in all.
 */
export function shiftRatio(x: readonly number[], y: readonly number[], confidence: number): ShiftRatio {
  positiveSamples(x)
  positiveSamples(y)
  const ratios = Float64Array.from(x.flatMap((a) => y.map((b) => a / b))).sort()
  const ranks = Array.from({ length: x.length + y.length }, (_, rank) => rank)
  const least = (x.length * (x.length - 1)) / 2
  const law = subsetSumLaw(ranks, x.length).subarray(least)
  return { ...intervalOf(ratios, law, confidence), p: rankSum(x, y).p.twoSided }
}

/**
 * The same of paired blocks: the geometric means of all pairs of block ratios, and the interval by inversion of
 * Wilcoxon's signed-rank test (1945).
 *
 * @throws CapbenchError CAPBENCH_USAGE for bad samples, rows of different length, or more than 120 blocks.
 */
export function pairedShiftRatio(x: readonly number[], y: readonly number[], confidence: number): ShiftRatio {
  if (x.length !== y.length) {
    throw new CapbenchError('CAPBENCH_USAGE', `paired rows need equal length, got ${x.length} and ${y.length}`)
  }
  positiveSamples(x)
  positiveSamples(y)
  const ratios = x.map((a, block) => a / at(y, block))
  const walsh = ratios.flatMap((a, i) => ratios.slice(i).map((b) => Math.sqrt(a * b)))
  const law = coinSumLaw(ratios.map((_, index) => index + 1))
  return { ...intervalOf(Float64Array.from(walsh).sort(), law, confidence), p: signedRank(ratios) }
}

/** Exact two-sided p of the signed ranks of the logarithms; blocks of ratio 1 say nothing and are left out. */
function signedRank(ratios: readonly number[]): number {
  const moved = ratios.filter((ratio) => ratio !== 1)
  const ranks = doubledRanks(moved.map((ratio) => Math.max(ratio, 1 / ratio)))
  const sum = ranks.reduce((total, rank, index) => total + (at(moved, index) > 1 ? rank : 0), 0)
  return tailsOf(coinSumLaw(ranks), sum).twoSided
}

function intervalOf(sorted: Float64Array, law: Float64Array, confidence: number): Omit<ShiftRatio, 'p'> {
  if (!(confidence > 0 && confidence < 1)) {
    throw new CapbenchError('CAPBENCH_USAGE', `a confidence lies between 0 and 1, got ${confidence}`)
  }
  const rank = Math.max(1, lawQuantile(law, (1 - confidence) / 2))
  const upper = sorted.length >> 1
  const odd = sorted.length % 2 === 1
  return {
    // The middle of two logarithms is that of their geometric mean.
    ratio: odd ? at(sorted, upper) : Math.sqrt(at(sorted, upper - 1) * at(sorted, upper)),
    lower: at(sorted, rank - 1),
    upper: at(sorted, sorted.length - rank),
  }
}
