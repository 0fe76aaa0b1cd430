import type { Comparison } from '@capbench/core'
import { comparisonText } from '../compare/comparison-rows.ts'
import { visible } from '../escape/visible.ts'
import { grid } from './grid.ts'

/** A comparison as plain text for a terminal: the rows side by side, then every ratio or what stands in its way. */
export function renderComparison(comparison: Comparison): string {
  const { campaigns, rowTitles, rows, ratioTitles, ratios, published } = comparisonText(comparison)
  const sources = published.map(({ source, url, hardware, quote }) =>
    visible(`published: ${source}, on ${hardware}: "${quote}" <${url}>; never part of a ratio`),
  )
  return [
    campaigns.map(([letter, campaign]) => visible(`${letter}: ${campaign}`)).join('\n'),
    `Rows\n${grid(rowTitles, rows, ['median', 'CV', 'speedup', 'efficiency'])}`,
    ratios.length === 0 ? 'Ratios\nnone: no two rows are of one system, or of a subject and a reference' : undefined,
    ratios.length === 0 ? undefined : `Ratios\n${grid(ratioTitles, ratios, [])}`,
    sources.length === 0 ? undefined : sources.join('\n'),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n')
}
