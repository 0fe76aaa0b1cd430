import type { Campaign, Result } from '@capbench/core'
import { warningsOf } from '@capbench/report'
import { expect, test } from 'vitest'
import { campaignOf } from '../campaign.ts'

const withLabels = (campaign: Campaign, labelsOf: (result: Result) => readonly string[]): Campaign => ({
  ...campaign,
  results: campaign.results.map((result) => ({ ...result, labels: [...result.labels, ...labelsOf(result)] })),
})

test('by what metrics were measured is one note for targets that do the same, and no warning a metric', async () => {
  const means: Record<string, readonly string[]> = {
    linux: ['mechanism: getppid'],
    native: ['mechanism: getppid'],
    other: ['mechanism: ring_entry'],
  }
  const campaign = withLabels(await campaignOf(), ({ target }) => means[target] ?? [])
  const warnings = warningsOf(campaign)
  expect(warnings.filter(({ label }) => label.startsWith('mechanism'))).toEqual([
    { label: 'mechanisms', says: 'elapsed by getppid.', where: ['native', 'linux'] },
    { label: 'mechanisms', says: 'elapsed by ring_entry.', where: ['other'] },
  ])
})

test('where no mechanism is named there is no note of any', async () => {
  expect(warningsOf(await campaignOf()).map(({ label }) => label)).not.toContain('mechanisms')
})
