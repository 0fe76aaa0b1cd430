import { type Html, html } from '../escape/html.ts'
import { formatFactor } from '../format/figures.ts'
import { intervalWords } from '../format/gate.ts'
import { none } from '../markdown/cells.ts'
import { type Markdown, md, table } from '../markdown/text.ts'
import type { Curve } from '../plots/curves.ts'
import type { Plot } from '../plots/plots.ts'
import { attemptsTable } from './attempts.ts'
import { htmlOf, type Outline } from './nodes.ts'

/** Each plot is drawn for a telephone and for a screen; the style shows one of them. */
const widths = [
  ['narrow', 320],
  ['wide', 700],
] as const

/** A plot with what its marks mean, and its figures as a table behind it. */
export async function figureOf(plot: Plot, evidence: string, page: Outline): Promise<Html> {
  const id = page.enter(3, plot.title)
  const drawings: Html[] = []
  for (const [name, width] of widths) drawings.push(drawing(await plot.svg(width), name, plot.title))
  const behind = htmlOf(dataOf(plot, evidence)?.nodes ?? [], page)
  return html`<h3 id="${id}">${plot.title}</h3>
<figure>
${drawings}<figcaption>${htmlOf(captionOf(plot).nodes, page)}</figcaption>
<details><summary>Figures of this plot as a table</summary>
${behind}</details>
</figure>
`
}

/** Vega escapes what it draws; what is added here stands outside of its text. */
function drawing(svg: string, name: string, title: string): Html {
  const start: Html = { html: svg.slice('<svg'.length) }
  return html`<div class="plot ${name}"><svg role="group" aria-label="${`${title}, drawn ${name}`}"${start}</div>\n`
}

function captionOf({ kind }: Plot): Markdown {
  switch (kind) {
    case 'speedup':
      return md`Filled marks are claimable, hollow ones are not. Bars are 90% intervals. The dashed line is the ideal:
as many times faster as there are more CPUs. Marks of one count of CPUs stand side by side.`
    case 'runs':
      return md`Every run is a mark: its distance from the median of its own row. Filled marks count and their row is
claimable; hollow ones are of a row that is not claimable, warm-ups, or set aside. A run without a value lies on the
lower edge.`
    default:
      return kind satisfies never
  }
}

function dataOf(plot: Plot, evidence: string): Markdown | undefined {
  return plot.kind === 'speedup' ? curveTable(plot.curve) : attemptsTable(plot.attempts, evidence)
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
