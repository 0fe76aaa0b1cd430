import type { Warning } from '../warnings/warnings.ts'
import { blocks, code, type Markdown, md, numbered } from './text.ts'

/** With numbers, by which the rows of the results name them. */
export function renderWarnings(warnings: readonly Warning[]): Markdown {
  const items = warnings.map(({ label, says, where }) => {
    const rows = where.length === 0 ? '' : md` (${where.join(', ')})`
    return md`${code(label)}${says === '' ? '' : md`: ${says}`}${rows}`
  })
  return blocks(md`## Warnings`, numbered(items) ?? md`None.`)
}
