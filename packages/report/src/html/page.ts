import { createHash } from 'node:crypto'
import { type Html, html } from '../escape/html.ts'
import type { ReportInput } from '../input.ts'
import { sectionsOf } from '../markdown/sections.ts'
import { blocks, type Markdown, md } from '../markdown/text.ts'
import { attemptsOf } from '../plots/attempts.ts'
import { type Plot, plotsOf } from '../plots/plots.ts'
import { renderAttempts } from './attempts.ts'
import { figureOf } from './figures.ts'
import { htmlOf, type Outline, outline } from './nodes.ts'
import { script } from './script.ts'
import { style } from './style.ts'

/**
 * A campaign as one HTML page that loads nothing: the sections of the Markdown report, its plots with their figures
 * behind them, and every attempt. A policy in the page forbids all scripts and styles but its own, by their digests,
 * and every connection. The same input is the same page, byte for byte.
 */
export async function renderHtml(input: ReportInput): Promise<string> {
  const { campaign, evidence } = input
  const page = outline()
  const s = sectionsOf(input)
  const plots = plotsOf(campaign)
  const put = (...parts: readonly (Markdown | undefined)[]) => htmlOf(blocks(...parts).nodes, page)
  const header = put(s.header)
  const body = [
    put(s.warnings, s.results),
    await figures('Speedup curves', plots, 'speedup', evidence, page),
    put(s.speedups, s.ceiling, s.tiers),
    await figures('Every run', plots, 'runs', evidence, page),
    put(s.bootCosts, s.correctness, renderAttempts(attemptsOf(campaign), evidence)),
    put(s.configuration, s.artifacts, s.recompute),
  ].flat()
  const links = page.chapters.map(({ id, words }) => html`<li><a href="#${id}">${words}</a></li>\n`)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${own(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${campaign.content.config.suite}: performance evidence</title>
<style>${own(style)}</style>
</head>
<body>
<a class="skip" href="#report">To the report</a>
<main id="report">
<header>
${header}</header>
<nav aria-label="Sections">
<ul>
${links}</ul>
</nav>
${body}</main>
<script>${own(script)}</script>
</body>
</html>
`.html
}

/** Constant text of this package; nothing else goes in unescaped. */
const own = (text: string): Html => ({ html: text })

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const policy = [
  "default-src 'none'",
  `style-src ${digest(style)}`,
  `script-src ${digest(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

async function figures(
  title: string,
  plots: readonly Plot[],
  kind: Plot['kind'],
  evidence: string,
  page: Outline,
): Promise<readonly Html[]> {
  const own = plots.filter((plot) => plot.kind === kind)
  if (own.length === 0) return []
  const found = [...htmlOf(md`## ${title}`.nodes, page)]
  // One after the other: the ids of a page are given in its order.
  for (const plot of own) found.push(await figureOf(plot, evidence, page))
  return found
}
