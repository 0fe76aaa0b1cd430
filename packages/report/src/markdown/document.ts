import type { ReportInput } from '../input.ts'
import { sectionsOf } from './sections.ts'
import { blocks, type Markdown, md, picture } from './text.ts'

/**
 * A campaign as Markdown: a matrix of workload results with the context that explains them, and no aggregate. The
 * sections are those of the capOS benchmark proposal's "Reporting Format". Links are relative and lead into the
 * evidence directory; text that came from a guest or an artifact is escaped. Pure.
 *
 * @param pictures that were drawn of it, shown in this order
 */
export function renderMarkdown(input: ReportInput, pictures: readonly Picture[] = []): string {
  const { header, warnings, results, ...others } = sectionsOf(input)
  return `${blocks(header, warnings, results, renderPlots(pictures), ...Object.values(others)).markdown}\n`
}

/** A plot that somebody has drawn. */
export interface Picture {
  readonly title: string
  /** From the directory of the report, with `/`. */
  readonly path: string
}

function renderPlots(pictures: readonly Picture[]): Markdown | undefined {
  if (pictures.length === 0) return undefined
  return blocks(
    md`## Plots`,
    md`Hollow marks are not claimable. Bars are 90% intervals, the dashed line is the ideal; where every run is shown,
distances are from the median of its own row, and a run without a value lies on the lower edge.`,
    ...pictures.flatMap(({ title, path }) => [md`### ${title}`, picture(title, path)]),
  )
}
