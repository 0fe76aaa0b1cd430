import { type Html, html } from '../escape/html.ts'
import type { ReportInput } from '../input.ts'
import { campaignSlug, mergedHead } from '../markdown/merged.ts'
import { campaignHtml } from './campaign.ts'
import { htmlOf, outline } from './nodes.ts'
import { pageOf } from './shell.ts'

/**
 * The reports of several campaigns as one page: every result in one table, each with its campaign and the way to its
 * report, then the reports themselves with their plots. Nothing is pooled, and no ratio is formed between campaigns.
 *
 * @param title plain text
 * @throws CAPBENCH_USAGE for no campaign, or one that is given twice
 */
export async function mergeHtmlReports(title: string, inputs: readonly ReportInput[]): Promise<string> {
  const head = htmlOf(mergedHead(title, inputs).nodes, outline('m-'))
  const reports: Html[] = []
  for (const [index, input] of inputs.entries()) {
    const body = await campaignHtml(input, outline(`c${index + 1}-`, 1))
    reports.push(html`<section class="campaign" id="${campaignSlug(input)}">\n${body}</section>\n`)
  }
  return pageOf(title, html`${head}${reports}`)
}
