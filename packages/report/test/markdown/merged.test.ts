import type { Campaign } from '@capbench/core'
import { mergeHtmlReports, mergeReports, type ReportInput } from '@capbench/report'
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
    ...campaigns.map(({ content, id }) => `${content.config.suite}: performance evidence of ${id}`),
  ])
  const [head = ''] = text.split('\n## toys')
  for (const { id, results } of campaigns) {
    const anchor = `toys-performance-evidence-of-${id.toLowerCase()}`
    const rows = head.split('\n').filter((line) => line.startsWith('| toy') && line.includes(`[\`${id}\`](#${anchor})`))
    expect(rows).toHaveLength(results.length)
  }
  expect(text.split('\n### Configuration\n')).toHaveLength(3)
})

test('as one page it has one title, no id twice, and every link in it leads somewhere', async () => {
  const campaigns = [await campaignOf(), await campaignOf()]
  const page = await mergeHtmlReports('Two days', campaigns.map(inputOf))
  expect([...page.matchAll(/<h1[^>]*>([^<]*)</g)].map(([, title]) => title)).toEqual(['Two days'])
  expect([...page.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, title]) => title)).toEqual([
    'Results of all campaigns',
    'toys: performance evidence',
    'toys: performance evidence',
  ])
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const inside = new Set([...page.matchAll(/href="#([^"]*)"/g)].map(([, to]) => to))
  expect([...inside].filter((to) => !ids.includes(to))).toEqual([])
  for (const { id } of campaigns) expect(inside).toContain(`toys-performance-evidence-of-${id.toLowerCase()}`)
  // One Vega serves all plots.
  expect(page.match(/id="vega"/g)).toHaveLength(1)
})

test('escapes its title', async () => {
  const inputs = [inputOf(await campaignOf())]
  expect(mergeReports('<script>', inputs)).not.toContain('<script>')
  expect((await mergeHtmlReports('<script>', inputs)).match(/<script>/g)).toHaveLength(1)
})

test('refuses nothing at all, and the same twice', async () => {
  const input = inputOf(await campaignOf())
  expect(() => mergeReports('none', [])).toThrow(usage)
  expect(() => mergeReports('twice', [input, input])).toThrow(usage)
  await expect(mergeHtmlReports('twice', [input, input])).rejects.toThrow(usage)
})
