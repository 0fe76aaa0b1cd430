import type { Campaign } from '@capbench/core'
import { measuredOf, rowName } from './measured.ts'

/**
 * Bencher Metric Format: `{ benchmark: { measure: { value, lower_value, upper_value } } }`. Value is the median,
 * bounds are the least and the largest run. The measure is named for metric and unit.
 */
export function renderBencher(campaign: Campaign): string {
  const rows = Map.groupBy(measuredOf(campaign), rowName)
  const measures = [...rows].map(([name, results]) => [
    name,
    Object.fromEntries(
      results.map(({ metric, measurement: { unit, median, min, max } }) => [
        `${metric}-${unit}`,
        { value: median, lower_value: min, upper_value: max },
      ]),
    ),
  ])
  return document(Object.fromEntries(measures))
}

/**
 * Input of github-action-benchmark, which takes one direction at a time: `customSmallerIsBetter` or
 * `customBiggerIsBetter`.
 */
export function renderGithubAction(campaign: Campaign, better: 'smaller' | 'bigger'): string {
  const results = measuredOf(campaign).filter(({ measurement }) => measurement.lowerIsBetter === (better === 'smaller'))
  return document(
    results.map((result) => {
      const { unit, median, min, max, samples } = result.measurement
      return {
        name: `${rowName(result)} ${result.metric}`,
        unit,
        value: median,
        range: `${min} to ${max}`,
        extra: `${samples.length} runs; ${result.evidenceClass}; ${result.campaignId}`,
      }
    }),
  )
}

const document = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
