import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeReport, writeReportWithPlots } from '@capbench/report'
import { expect, test } from 'vitest'
import { campaignOf } from '../campaign.ts'

test('a report with plots is the one without, and pictures that are there', async () => {
  const campaign = await campaignOf()
  const without = readFileSync(writeReport(campaign), 'utf8')
  const file = await writeReportWithPlots(campaign)
  const [before = '', after = ''] = readFileSync(file, 'utf8').split('## Plots\n')
  const [plots = ''] = after.split('\n## ')
  expect(before + after.slice(plots.length + 1)).toBe(without)
  const paths = [...plots.matchAll(/^!\[[^\]]+\]\((.*)\)$/gm)].map(([, path = '']) => path)
  expect(paths).toHaveLength(4)
  for (const path of paths) expect(readFileSync(join(dirname(file), path), 'utf8')).toMatch(/^<svg xmlns=/)
})
