import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sha256Hex, verifyEvidence } from '@capbench/core'
import { writeReport } from '@capbench/report'
import { expect, test } from 'vitest'
import { campaignOf, temporary, toy } from '../campaign.ts'

test('a report lies beside the campaigns, its links lead to files, and the evidence stays whole', async () => {
  const campaign = await campaignOf()
  const verification = await verifyEvidence(campaign.directory, { benchmarks: [toy] })
  const file = writeReport(campaign, { verification })
  expect(file).toBe(join(dirname(dirname(campaign.directory)), 'reports', `${campaign.id}.md`))
  const text = readFileSync(file, 'utf8')
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => decodeURIComponent(path ?? ''))
  expect(links.length).toBeGreaterThan(20)
  expect(links.filter((path) => !existsSync(join(dirname(file), path)))).toEqual([])
  expect(text).toContain('verified: every figure was derived again')
  expect(text).toContain(sha256Hex(readFileSync(join(campaign.directory, 'derived.sha256'))))
  expect((await verifyEvidence(campaign.directory, { benchmarks: [toy] })).verified).toBe(true)
})

test('links hold from a directory with an awkward name', async () => {
  const campaign = await campaignOf()
  const elsewhere = join(temporary('capbench (1) '), 'r.md')
  const text = readFileSync(writeReport(campaign, { file: elsewhere }), 'utf8')
  const [, path] = /\[summary\.csv\]\(([^)]+)\)/.exec(text) ?? []
  expect(existsSync(join(dirname(elsewhere), decodeURIComponent(path ?? '')))).toBe(true)
})

test('a report inside the evidence is refused', async () => {
  const campaign = await campaignOf()
  expect(() => writeReport(campaign, { file: join(campaign.directory, 'report.md') })).toThrow(
    expect.objectContaining({ code: 'CAPBENCH_USAGE' }),
  )
  expect(existsSync(join(campaign.directory, 'report.md'))).toBe(false)
})
