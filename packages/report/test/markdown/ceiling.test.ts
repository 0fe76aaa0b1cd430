import { readFileSync } from 'node:fs'
import { run, suite } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { writeReport } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, temporary, toyIn } from '../campaign.ts'

async function sectionOf(unit: 'ns' | 'scaled-cycles', bare = true): Promise<string> {
  const targets = [
    fakeTarget({ name: 'linux', role: 'subject', play: (request) => answer(request, { ns: 3000 }) }),
    ...(bare ? [fakeTarget({ name: 'bare', system: 'bare', play: (request) => answer(request, { ns: 2000 }) })] : []),
  ]
  const campaign = await run(suite({ name: 'toys', benchmarks: [toyIn(unit)], targets }), { store: temporary() })
  const document = readFileSync(writeReport(campaign), 'utf8')
  expect(document).not.toContain('linux / bare')
  return document.split('## Against the ceiling')[1]?.split('\n## ')[0] ?? ''
}

test('a system stands over the bare guest that ran the same work in the same envelope', async () => {
  expect(await sectionOf('ns')).toContain('| linux | 3,000 ns | bare | 2,000 ns | 1.500x (90%: 1.500 to 1.500) |')
})

test('a bare guest that counts cycles stands beside the system, without a ratio', async () => {
  const section = await sectionOf('scaled-cycles')
  expect(section).toContain('side by side: ns and scaled cycles are different units')
  expect(section).not.toMatch(/\dx/)
})

test('without a bare guest there is no ceiling', async () => {
  expect(await sectionOf('ns', false)).toBe('')
})
