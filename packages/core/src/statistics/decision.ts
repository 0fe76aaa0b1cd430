/** An interval of a ratio, each bound a one-sided bound of the level that the caller states. */
export interface Bounds {
  readonly lower: number
  readonly upper: number
}

export type ThresholdDecision = 'pass' | 'fail' | 'inconclusive'
export type RegressionDecision = 'regression' | 'improvement' | 'equivalent' | 'no-regression' | 'inconclusive'

/** Whether a ratio is at least `threshold`: decided only where the whole interval lies on one side. */
export function decideThreshold({ lower, upper }: Bounds, threshold: number): ThresholdDecision {
  if (lower >= threshold) return 'pass'
  return upper < threshold ? 'fail' : 'inconclusive'
}

/**
 * What new/base of a lower-is-better metric says about a margin. `equivalent` is the test of two one-sided hypotheses
 * by inclusion of the interval (Schuirmann 1987).
 *
 * @param margin fraction, e.g. 0.05
 */
export function decideRegression({ lower, upper }: Bounds, margin: number): RegressionDecision {
  const floor = 1 / (1 + margin)
  const ceiling = 1 + margin
  if (lower > ceiling) return 'regression'
  if (upper < floor) return 'improvement'
  if (lower >= floor && upper <= ceiling) return 'equivalent'
  return upper <= ceiling ? 'no-regression' : 'inconclusive'
}
