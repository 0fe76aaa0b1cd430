import type { Campaign } from '@capbench/core'

/** Everything that a script asks about a campaign. */
export function documentOf(campaign: Campaign, exitCode: number, more: Readonly<Record<string, unknown>> = {}) {
  const { id, directory, results, analysis } = campaign
  const { gates, regressions, speedups } = analysis
  const judged = { results, gates, regressions, speedups }
  return { campaignId: id, directory, ...more, exitCode, ...judged }
}

/** What `--json` prints: one document. */
export const documentText = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`
