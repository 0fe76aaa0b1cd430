import { CapbenchError } from '@capbench/core'
import type { ReportInput } from '../input.ts'
import { classOf, valueCell } from './cells.ts'
import { renderMarkdown } from './document.ts'
import { verificationWord } from './header.ts'
import { blocks, code, type Markdown, md, table } from './text.ts'

/**
 * The reports of several campaigns as one: every result in one table, each with its campaign, then the reports
 * themselves. Nothing is pooled, and no ratio is formed between campaigns: `compare` says whether one may be. Pure.
 *
 * @param title plain text
 * @throws CAPBENCH_USAGE for no campaign, or one that is given twice
 */
export function mergeReports(title: string, inputs: readonly ReportInput[]): string {
  const ids = inputs.map(({ campaign }) => campaign.id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new CapbenchError('CAPBENCH_USAGE', `the report of ${twice} was given twice; drop one`)
  if (inputs.length === 0) throw new CapbenchError('CAPBENCH_USAGE', 'there is no report to merge; give at least one')
  const head = blocks(md`# ${title}`, campaignTable(inputs), md`## Results of all campaigns`, resultTable(inputs))
  return `${head.markdown}\n\n${inputs.map((input) => deeper(renderMarkdown(input))).join('\n')}`
}

function campaignTable(inputs: readonly ReportInput[]): Markdown | undefined {
  return table(
    [{ title: 'Campaign' }, { title: 'Suite' }, { title: 'Evidence' }, { title: 'Campaign digest' }],
    inputs.map(({ campaign, verification, campaignDigest }) => [
      code(campaign.id),
      code(campaign.content.config.suite),
      verificationWord(verification, campaign),
      code(campaignDigest),
    ]),
  )
}

function resultTable(inputs: readonly ReportInput[]): Markdown | undefined {
  const titles = ['Campaign', 'Benchmark', 'Target', 'Case', 'Metric', 'Status', 'Median', 'Class']
  return table(
    titles.map((title) => ({ title })),
    inputs.flatMap(({ campaign }) =>
      campaign.results.map((result) => [
        code(campaign.id),
        result.benchmark,
        result.target,
        result.case,
        result.metric,
        result.status,
        valueCell(result),
        classOf(result),
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
