import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Campaign, CapbenchError, type Verification } from '@capbench/core'
import { renderBencher, renderGithubAction } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderPrometheus } from './prometheus.ts'

/** What results can be handed over as, for tools that know nothing of evidence. */
export const exportFormats = {
  junit: 'JUnit XML: every result as a test case, for CI systems',
  bmf: 'Bencher Metric Format',
  'github-smaller': 'github-action-benchmark, customSmallerIsBetter',
  'github-bigger': 'github-action-benchmark, customBiggerIsBetter',
  csv: 'a table for a spreadsheet: every result in a row, as summary.csv of the evidence',
  prometheus: 'Prometheus text: benchmark_last_median{benchmark,profile,unit}',
} as const satisfies Readonly<Record<string, string>>
/** A form in which results are handed to another tool. */
export type ExportFormat = keyof typeof exportFormats

/**
 * Renders the results of a campaign for another tool. What has no number is in `junit`, as a test that did not
 * pass, and in `csv`, with its reason.
 *
 * @param verification of the same evidence: such a tool cannot check anything, so what is not verified is not exported
 * @throws CAPBENCH_USAGE where the evidence is not verified
 */
export function renderExport(format: ExportFormat, campaign: Campaign, verification: Verification): string {
  if (!verification.verified) {
    const open = verification.open.map(({ name, outcome }) => `${name}: ${outcome}`).join(', ')
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `only verified evidence is exported, and ${campaign.id} is not (${open}); \`capbench verify\` says why`,
    )
  }
  switch (format) {
    case 'junit':
      return renderJunit(campaign)
    case 'bmf':
      return renderBencher(campaign)
    case 'github-smaller':
      return renderGithubAction(campaign, 'smaller')
    case 'github-bigger':
      return renderGithubAction(campaign, 'bigger')
    case 'csv':
      return readFileSync(join(campaign.directory, 'summary.csv'), 'utf8')
    case 'prometheus':
      return renderPrometheus(campaign)
    default:
      return format satisfies never
  }
}
