import { readFileSync } from 'node:fs'
import type { HostEvent, RunRequest } from '@capbench/core'
import { writeReport } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, campaignOf } from '../campaign.ts'

/** A run of 1 s in which the one worker waited for so many ms. */
const waited = (ms: number): readonly HostEvent[] =>
  [0, ms].map((delay, index) => ({
    kind: 'schedstat',
    atNs: 1 + index * 1_000_000_000,
    threads: [{ tid: 7, comm: 'worker', runNs: index, delayNs: delay * 1_000_000 }],
  }))

test('runs that were set aside are shown with their attempt and why, and counted', async () => {
  let seen = 0
  const play = (request: RunRequest) => ({
    ...answer(request),
    events: waited(request.caseName === 'smp2' && [2, 4, 5].includes(++seen) ? 400 : 1),
  })
  const document = readFileSync(writeReport(await campaignOf({ play })), 'utf8')
  const section = document.split('### Runs beside other work')[1]?.split('\n#')[0] ?? ''
  const rows = section.split('\n').filter((line) => line.includes('waited 40 % of the region for a CPU'))
  expect(rows.map((row) => row.split('|').map((cell) => cell.trim())[2])).toEqual(['1', '1', '2'])
  expect(rows.map((row) => row.split('|').map((cell) => cell.trim())[3])).toEqual([
    'set aside, made again',
    'set aside, made again',
    'counts, contended',
  ])
  expect(document).toContain('5 of 7, 2 made again')
  expect(document).toContain('Other work had part of the CPUs in a run that counts')
})

test('a quiet campaign says that it was', async () => {
  const document = readFileSync(writeReport(await campaignOf()), 'utf8')
  expect(document).toContain('No measured run was seen to share its CPUs with other work beyond the limits.')
})
