import type { ReportInput } from '../input.ts'
import { campaignHtml } from './campaign.ts'
import { outline } from './nodes.ts'
import { pageOf } from './shell.ts'

/**
 * A campaign as one HTML page that loads nothing: the sections of the Markdown report, and its plots with their
 * figures behind them, which a reader may look into. A policy in the page forbids all scripts and styles but its own,
 * by their digests, and every connection. The same input is the same page, byte for byte, under the same Node.
 */
export async function renderHtml(input: ReportInput): Promise<string> {
  const title = `${input.campaign.content.config.suite}: performance evidence`
  return pageOf(title, await campaignHtml(input, outline()))
}
