import type { Campaign } from '@capbench/core'
import { formatShare } from '../format/figures.ts'
import { none } from './cells.ts'
import { blocks, type Markdown, md, table } from './text.ts'

/** How steady each row was over its runs. Outliers are named by the number of their run and are in every figure. */
export function renderStability({ analysis }: Campaign): Markdown | undefined {
  const found = table(
    [
      { title: 'Benchmark' },
      { title: 'Target' },
      { title: 'Case' },
      { title: 'Metric' },
      { title: 'Noise floor', align: 'right' },
      { title: 'Drift over the runs', align: 'right' },
      { title: 'p of drift', align: 'right' },
      { title: 'Flagged as drift' },
      { title: 'Outliers (runs)' },
    ],
    analysis.stability.map(({ benchmark, target, case: name, metric, noiseFloor, drift, outliers }) => [
      benchmark,
      target,
      name,
      metric,
      noiseFloor === null ? none : formatShare(noiseFloor),
      drift === null ? none : formatShare(drift.total),
      drift === null || drift.p === null ? none : drift.p.toPrecision(2),
      drift?.flagged === true ? 'yes' : 'no',
      runsOf(outliers.mild, outliers.severe),
    ]),
  )
  return (
    found &&
    blocks(
      md`### Stability`,
      md`The noise floor is half of the 90% interval of a row over itself: a ratio nearer to 1 than that is noise.`,
      found,
    )
  )
}

function runsOf(mild: readonly number[], severe: readonly number[]): string {
  if (mild.length === 0) return 'none'
  return mild.map((run) => (severe.includes(run) ? `${run} (severe)` : `${run}`)).join(', ')
}
