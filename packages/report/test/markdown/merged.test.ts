import type { Campaign } from '@capbench/core'
import { mergeReports, type ReportInput } from '@capbench/report'
import { expect, test } from 'vitest'
import { campaignOf } from '../campaign.ts'

const inputOf = (campaign: Campaign): ReportInput => ({
  campaign,
  campaignDigest: 'd'.repeat(64),
  evidence: `../campaigns/${campaign.id}`,
  environment: new Map(),
})
const usage = expect.objectContaining({ code: 'CAPBENCH_USAGE' })

test('has one title, every result with its campaign, and each report one level down', async () => {
  const campaigns = [await campaignOf(), await campaignOf()]
  const text = mergeReports('Two days', campaigns.map(inputOf))
  expect([...text.matchAll(/^# (.*)$/gm)].map(([, title]) => title)).toEqual(['Two days'])
  const reports = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)
  expect(reports).toEqual([
    'Results of all campaigns',
    ...campaigns.map(({ content }) => `${content.config.suite}: performance evidence`),
  ])
  const [head = ''] = text.split('performance evidence')
  for (const { id, results } of campaigns) {
    expect(head.split('\n').filter((line) => line.startsWith(`| \`${id}\` | toy`))).toHaveLength(results.length)
  }
  expect(text.split('\n### Configuration\n')).toHaveLength(3)
})

test('escapes its title', async () => {
  const text = mergeReports('<script>', [inputOf(await campaignOf())])
  expect(text).not.toContain('<script>')
})

test('refuses nothing at all, and the same twice', async () => {
  const input = inputOf(await campaignOf())
  expect(() => mergeReports('none', [])).toThrow(usage)
  expect(() => mergeReports('twice', [input, input])).toThrow(usage)
})
