import type { Campaign, Verification } from '@capbench/core'
import { claimWords } from '../format/gate.ts'
import type { ReportInput } from '../input.ts'
import { blocks, code, type Markdown, md, table } from './text.ts'

export function renderHeader(input: ReportInput): Markdown {
  const { campaign, campaignDigest, verification } = input
  const { config, campaign: fact } = campaign.content
  const rows: readonly (readonly [string, Markdown])[] = [
    ['Campaign', code(campaign.id)],
    ['Suite', code(config.suite)],
    ['Purpose', md`${config.purpose}`],
    ['Date', md`${fact.startedUtc} to ${fact.endedUtc}`],
    ['Evidence', md`${verificationWord(verification, campaign)}`],
    ['Config digest', code(campaign.analysis.configHash)],
    ['Artifact digest', code(campaign.analysis.artifactHash)],
    ['Campaign digest', code(campaignDigest)],
    ['Tool', md`${config.tool.name} ${config.tool.version}`],
  ]
  return blocks(
    md`# ${config.suite}: performance evidence`,
    md`**Verdict: ${verdictOf(campaign)}**`,
    table([{ title: 'What' }, { title: 'Value' }], rows),
  )
}

/** One line: how many results of each status, and what the gates say. */
export function verdictOf({ analysis, content }: Campaign): string {
  const { passed, failed, unsupported, invalid } = analysis.counts
  const counts = `${passed} passed, ${failed} failed, ${unsupported} unsupported, ${invalid} invalid`
  const gates = analysis.gates.map((judged) => `${judged.gate} on ${judged.target}: ${claimWords(judged)}`).join('; ')
  const ended = content.campaign.ended === 'cancelled' ? 'cancelled; ' : ''
  return `${ended}${counts}${gates === '' ? '; no gate is declared' : `; ${gates}`}`
}

/** `verified`, or why that word may not be used. */
export function verificationWord(
  verification: Verification | undefined,
  { analysis }: Pick<Campaign, 'analysis'>,
): string {
  if (verification === undefined) return 'unverified: nobody has checked it for this report'
  if (verification.verified) {
    const what = analysis.counts.passed === 0 ? 'there is no figure; every status' : 'every figure'
    return `verified: ${what} was derived again from the raw logs`
  }
  const { open } = verification
  return `unverified: ${open.map(({ name, outcome, details }) => `${name} ${outcome}: ${details[0] ?? ''}`).join('; ')}`
}
