import { readFileSync } from 'node:fs'
import type { HostEvent, JsonObject, RunRequest } from '@capbench/core'
import { writeReport } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, campaignOf } from '../campaign.ts'

const fact = (value: JsonObject): HostEvent => ({ kind: 'fact', atNs: 1, name: 'boot-costs', value })
const documentOf = async (costs: (request: RunRequest, run: number) => readonly HostEvent[]) => {
  let run = 0
  const play = (request: RunRequest) => ({ ...answer(request), events: costs(request, run++) })
  return readFileSync(writeReport(await campaignOf({ play })), 'utf8')
}

test('the report has the median cost of every part of a run, and says which is not known', async () => {
  const document = await documentOf(({ caseName }, run) => [
    fact({ totalMs: 1 }),
    fact({
      launchMs: caseName === 'smp1' ? 20 + run : 40,
      kernelMs: null,
      totalMs: 500.25,
      restored: caseName === 'smp2',
    }),
  ])
  const section = document.split('## What a run costs')[1]?.split('\n## ')[0] ?? ''
  expect(section).toMatch(/^\| toy \| other \| smp1 \| 5 \| \d\d\.\d \| – \| – \| – \| – \| – \| 500\.3 \|$/m)
  expect(section).toContain('| toy | other | smp2 | 5, 5 restored | 40.0 | – | – | – | – | – | 500.3 |')
  expect(section).not.toContain('| linux |')
})

test('costs that are no numbers are left out, and without any there is no such section', async () => {
  const odd = await documentOf(() => [fact({ launchMs: '<b>', totalMs: -1, exitMs: [1] })])
  expect(odd).toContain('| toy | other | smp1 | 5 | – | – | – | – | – | – | – |')
  expect(await documentOf(() => [])).not.toContain('What a run costs')
})
