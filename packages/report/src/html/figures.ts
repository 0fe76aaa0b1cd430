import { type Html, html } from '../escape/html.ts'
import { formatFactor } from '../format/figures.ts'
import { intervalWords } from '../format/gate.ts'
import { runValues } from '../markdown/attempts.ts'
import { none } from '../markdown/cells.ts'
import { type Markdown, md, table } from '../markdown/text.ts'
import type { Curve } from '../plots/curves.ts'
import type { Plot } from '../plots/plots.ts'
import { liveOf } from './live.ts'
import { htmlOf, type Outline } from './nodes.ts'

/** A plot with what its marks mean, its figures as a table behind it, and what a page needs to draw it anew. */
export async function figureOf(plot: Plot, page: Outline): Promise<Html> {
  const id = page.enter(3, plot.title)
  const tag: Html = { html: `h${3 + page.deeper}` }
  const sheets = await plot.sheets(700)
  const drawn = sheets.map((svg, index) =>
    drawing(svg, sheets.length === 1 ? plot.title : `${plot.title}, ${index + 1} of ${sheets.length}`),
  )
  const behind = htmlOf(dataOf(plot)?.nodes ?? [], page)
  return html`<${tag} id="${id}">${plot.title}</${tag}>
<figure>
${drawn}<script type="application/json" class="spec">${dataBlock(await liveOf(plot))}</script>
<figcaption>${htmlOf(captionOf(plot).nodes, page)}</figcaption>
<details><summary>Figures of this plot as a table</summary>
${behind}</details>
</figure>
`
}

/** Vega escapes what it draws; what is added here stands outside of its text. */
function drawing(svg: string, title: string): Html {
  const start: Html = { html: light(svg).slice('<svg'.length) }
  const scroll = html`class="still scroll" tabindex="0" role="group" aria-label="${`Drawing: ${title}`}"`
  return html`<div ${scroll}><svg role="group" aria-label="${title}"${start}</div>\n`
}

/** What the page sets once for all of its drawings need not stand at every mark of them. */
function light(svg: string): string {
  return svg
    .replaceAll(/"var\((--[a-z0-9-]+), #[0-9a-f]{6}\)"/g, '"var($1)"')
    .replaceAll(/ (?:class="mark-[^"]*"|pointer-events="none"|font-family="sans-serif"|font-size="12px")/g, '')
    .replaceAll('<g></g>', '')
}

/** JSON in an element that no browser runs, and that only `</script` could end. */
function dataBlock(value: unknown): Html {
  return { html: JSON.stringify(value).replaceAll('<', '\\u003c') }
}

function captionOf(plot: Plot): Markdown {
  switch (plot.kind) {
    case 'speedup':
      return md`Filled marks are claimable, hollow ones are not. Bars are 90% intervals. The dashed line is the ideal:
as many times faster as there are more CPUs. Marks of one count of CPUs stand side by side.`
    case 'runs':
      return md`Every run is a mark: its distance from the median of its own row. Filled marks count and their row is
claimable; hollow ones are of a row that is not claimable, warm-ups, or set aside. A run without a value lies on the
lower edge.`
    default:
      return plot satisfies never
  }
}

function dataOf(plot: Plot): Markdown | undefined {
  return plot.kind === 'speedup' ? curveTable(plot.curve) : runValues(plot.runs)
}

function curveTable({ points }: Curve): Markdown | undefined {
  return table(
    [
      { title: 'Target' },
      { title: 'Case' },
      { title: 'CPUs', align: 'right' },
      { title: 'Speedup', align: 'right' },
      { title: '90% interval', align: 'right' },
      { title: 'Class' },
    ],
    points.map(({ target, caseName, cpus, speedup, interval, evidenceClass }) => [
      target,
      caseName,
      cpus,
      formatFactor(speedup),
      interval === null ? none : intervalWords(interval),
      evidenceClass,
    ]),
  )
}
