import { CapbenchError } from '../error.ts'

/** Standard normal quantiles of 0.95 and 0.80, added: one-sided 5%, power 80%. */
const quantiles = 2.4864748605243863

/**
 * Largest coefficient of variation at which a margin can be seen by medians of `runs` runs a side, one-sided 5% and
 * power 80%: margin / (2.486 sqrt(pi / n)), about 0.227 margin sqrt(n). Pi over two is what the median costs in
 * variance. Above it a gate has a say only by luck, so it is for review.
 *
 * @param margin fraction above 0, e.g. 0.05
 */
export function variationLimit(margin: number, runs: number): number {
  if (!(margin > 0 && runs >= 1)) {
    throw new CapbenchError('CAPBENCH_USAGE', `a limit needs a margin above 0 and a run, got ${margin} and ${runs}`)
  }
  return margin / (quantiles * Math.sqrt(Math.PI / runs))
}
