import { type Html, html } from '../escape/html.ts'
import type { ReportInput } from '../input.ts'
import { sectionsOf } from '../markdown/sections.ts'
import { blocks, type Markdown, md } from '../markdown/text.ts'
import { type Plot, plotsOf } from '../plots/plots.ts'
import { figureOf } from './figures.ts'
import { htmlOf, type Outline } from './nodes.ts'

/** The sections of the Markdown report, its plots where they belong, and the way to each chapter. */
export async function campaignHtml(input: ReportInput, page: Outline): Promise<Html> {
  const s = sectionsOf(input)
  const plots = plotsOf(input.campaign)
  const put = (...parts: readonly (Markdown | undefined)[]) => htmlOf(blocks(...parts).nodes, page)
  const header = put(s.header)
  const body = [
    put(s.warnings, s.results),
    await figures('Speedup curves', plots, 'speedup', page),
    put(s.speedups, s.ceiling, s.tiers),
    // The tables of `everyRun` stand behind its plots here.
    await figures('Every run', plots, 'runs', page),
    put(s.bootCosts, s.correctness, s.attempts, s.configuration, s.artifacts, s.recompute),
  ].flat()
  const links = page.chapters.map(({ id, words }) => html`<li><a href="#${id}">${words}</a></li>\n`)
  return html`<header>
${header}</header>
<nav aria-label="${page.label('Sections')}">
<ul>
${links}</ul>
</nav>
${body}`
}

async function figures(
  title: string,
  plots: readonly Plot[],
  kind: Plot['kind'],
  page: Outline,
): Promise<readonly Html[]> {
  const own = plots.filter((plot) => plot.kind === kind)
  if (own.length === 0) return []
  const found = [...htmlOf(md`## ${title}`.nodes, page)]
  // One after the other: the ids of a page are given in its order.
  for (const plot of own) found.push(await figureOf(plot, page))
  return found
}
