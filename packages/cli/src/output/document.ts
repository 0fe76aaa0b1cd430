import type { Campaign } from '@capbench/core'

/** What `--json` prints: one document with everything that a script asks about a campaign. */
export function documentOf(campaign: Campaign, exitCode: number, more: Readonly<Record<string, unknown>> = {}): string {
  const { id, directory, results, analysis } = campaign
  const { gates, regressions, speedups } = analysis
  const judged = { results, gates, regressions, speedups }
  return `${JSON.stringify({ campaignId: id, directory, ...more, exitCode, ...judged }, null, 2)}\n`
}
