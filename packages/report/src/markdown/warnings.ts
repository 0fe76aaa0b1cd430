import type { ReportInput } from '../input.ts'
import { warningsOf } from '../warnings/warnings.ts'
import { blocks, bullets, code, type Markdown, md } from './text.ts'

export function renderWarnings({ campaign, environment }: ReportInput): Markdown {
  const items = warningsOf(campaign, environment).map(({ label, says, where }) => {
    const rows = where.length === 0 ? '' : md` (${where.join(', ')})`
    return md`${code(label)}${says === '' ? '' : md`: ${says}`}${rows}`
  })
  return blocks(md`## Warnings`, bullets(items) ?? md`None.`)
}
