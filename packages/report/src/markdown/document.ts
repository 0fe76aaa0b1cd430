import type { ReportInput } from '../input.ts'
import { sectionsOf } from './sections.ts'
import { blocks } from './text.ts'

/**
 * A campaign as Markdown: a matrix of workload results with the context that explains them, and no aggregate. The
 * sections are those of the capOS benchmark proposal's "Reporting Format". Links are relative and lead into the
 * evidence directory; text that came from a guest or an artifact is escaped. Pure.
 */
export function renderMarkdown(input: ReportInput): string {
  return `${blocks(...Object.values(sectionsOf(input))).markdown}\n`
}
