import { CapbenchError } from '@capbench/core'
import type { ReportInput } from '../input.ts'
import { classOf, valueCell } from './cells.ts'
import { renderMarkdown } from './document.ts'
import { verificationWord } from './header.ts'
import { blocks, code, type Markdown, md, reference, table } from './text.ts'

/**
 * The reports of several campaigns as one: every result in one table, each with its campaign and the way to its
 * report, then the reports themselves. Nothing is pooled, and no ratio is formed between campaigns: `compare` says
 * whether one may be. Pure.
 *
 * @param title plain text
 * @throws CAPBENCH_USAGE for no campaign, or one that is given twice
 */
export function mergeReports(title: string, inputs: readonly ReportInput[]): string {
  const reports = inputs.map((input) => {
    const { markdown } = md`## ${titleOf(input)}`
    return `${markdown}\n\n${deeper(renderMarkdown(input)).replace(/^## .*\n+/, '')}`
  })
  return `${mergedHead(title, inputs).markdown}\n\n${reports.join('\n')}`
}

/** What stands before the reports. @throws as `mergeReports` */
export function mergedHead(title: string, inputs: readonly ReportInput[]): Markdown {
  const ids = inputs.map(({ campaign }) => campaign.id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new CapbenchError('CAPBENCH_USAGE', `the report of ${twice} was given twice; drop one`)
  if (inputs.length === 0) throw new CapbenchError('CAPBENCH_USAGE', 'there is no report to merge; give at least one')
  return blocks(md`# ${title}`, campaignTable(inputs), md`## Results of all campaigns`, resultTable(inputs))
}

/** The title of one report among others; the id makes it, and so its anchor, the only one. */
const titleOf = ({ campaign }: ReportInput): string =>
  `${campaign.content.config.suite}: performance evidence of ${campaign.id}`

/** The anchor that renderers of Markdown give that title: lower case, no punctuation, `-` for a space. */
export const campaignSlug = (input: ReportInput): string =>
  titleOf(input)
    .toLowerCase()
    .replaceAll(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-')

const linkOf = (input: ReportInput): Markdown => reference(code(input.campaign.id), campaignSlug(input))

function campaignTable(inputs: readonly ReportInput[]): Markdown | undefined {
  return table(
    [{ title: 'Campaign' }, { title: 'Suite' }, { title: 'Evidence' }, { title: 'Campaign digest' }],
    inputs.map((input) => [
      linkOf(input),
      code(input.campaign.content.config.suite),
      verificationWord(input.verification, input.campaign),
      code(input.campaignDigest),
    ]),
  )
}

function resultTable(inputs: readonly ReportInput[]): Markdown | undefined {
  const titles = ['Benchmark', 'Target', 'Case', 'Metric', 'Status', 'Median', 'Class', 'Campaign']
  return table(
    titles.map((title) => (title === 'Median' ? { title, align: 'right' as const } : { title })),
    inputs.flatMap((input) =>
      input.campaign.results.map((result) => [
        result.benchmark,
        result.target,
        result.case,
        result.metric,
        result.status,
        valueCell(result),
        classOf(result),
        linkOf(input),
      ]),
    ),
  )
}

/** Every heading one level down; what stands between fences is no heading. */
function deeper(document: string): string {
  let fence = ''
  return document
    .split('\n')
    .map((line) => {
      const [marks = ''] = /^`{3,}/.exec(line) ?? []
      if (fence === '') fence = marks
      else if (line === fence) fence = ''
      return fence === '' && /^#{1,5} /.test(line) ? `#${line}` : line
    })
    .join('\n')
}
