import type { Comparison, ContextRow } from '@capbench/core'
import { comparisonText } from '../compare/comparison-rows.ts'
import { blocks, bullets, type Column, code, type Markdown, md, table } from './text.ts'

/**
 * A comparison as Markdown: the rows of several campaigns side by side, each in its own unit, then every ratio or what
 * stands in its way, and where published figures come from. Text of others is escaped; their addresses are no links.
 */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { campaigns, rowTitles, rows, ratioTitles, ratios, published } = comparisonText(comparison)
  const document = blocks(
    md`# Comparison`,
    table(
      [{ title: 'Letter' }, { title: 'Campaign' }],
      campaigns.map(([letter, campaign]) => [letter, code(campaign)]),
    ),
    md`## Side by side`,
    table(rowTitles.map(columnOf), rows) ?? md`No row was given.`,
    md`## Ratios`,
    table(ratioTitles.map(columnOf), ratios) ??
      md`No two rows are of one system, or of a subject and a reference, so no ratio is formed.`,
    published.length === 0 ? undefined : md`## Published figures`,
    published.length === 0
      ? undefined
      : md`Read and not measured: neither work nor envelope is known, so they are no side of a ratio.`,
    bullets(published.map(sourceOf)),
  )
  return `${document.markdown}\n`
}

const numbers = ['median', 'CV', 'speedup', 'efficiency']
const columnOf = (title: string): Column => (numbers.includes(title) ? { title, align: 'right' } : { title })

function sourceOf({ source, url, quote, hardware }: ContextRow): Markdown {
  return md`${source}, on ${hardware}: “${quote}” (${code(url)})`
}
