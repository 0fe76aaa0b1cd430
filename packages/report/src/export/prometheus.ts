import type { Campaign } from '@capbench/core'
import { measuredOf } from './measured.ts'

/**
 * Prometheus text format 0.0.4: `benchmark_last_median{benchmark,profile,unit}`, of passed results alone. The profile
 * names target, case and metric. No sample, run, host or campaign is in a label: what always runs counts few series.
 */
export function renderPrometheus(campaign: Campaign): string {
  const lines = measuredOf(campaign).map(({ benchmark, target, case: caseName, metric, measurement }) => {
    const labels = { benchmark, profile: `${target}/${caseName}/${metric}`, unit: measurement.unit }
    const text = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    return `benchmark_last_median{${text.join(',')}} ${measurement.median}`
  })
  return [
    '# HELP benchmark_last_median Median of the last verified campaign, in the unit of its label.',
    '# TYPE benchmark_last_median gauge',
    ...lines,
    '',
  ].join('\n')
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
