import type { Campaign } from '@capbench/core'
import type { Warning } from './warnings.ts'

/** Gates that may not decide, and rows whose medians are not known as well as was declared. */
export function warningsOfJudgement({ analysis }: Campaign): readonly Warning[] {
  const gates = analysis.gates
    .filter(({ review }) => review.length > 0)
    .map(({ gate, target, review }) => ({
      label: `review-only: ${gate}`,
      says: `The gate is for people to look at and blocks nothing: ${review.join('; ')}`,
      where: [target],
    }))
  const stops = analysis.stops
    .filter(({ reason }) => reason === 'max-runs')
    .map(({ benchmark, target, halfWidth }) => ({
      label: `max-runs: ${benchmark}`,
      says:
        'All runs that it may have were made, and its medians are not known as well as was declared' +
        `${halfWidth === null ? '' : `: to ${(halfWidth * 100).toFixed(2)}%`}.`,
      where: [target],
    }))
  return [...gates, ...stops]
}
