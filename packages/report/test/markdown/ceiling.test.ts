import { readFileSync } from 'node:fs'
import { type HostEvent, run, suite } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { writeReport } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, temporary, toyIn } from '../campaign.ts'

interface Choices {
  readonly bare?: boolean
  readonly ns?: number
  readonly events?: readonly HostEvent[]
}

async function documentOf(unit: Parameters<typeof toyIn>[0], choices: Choices = {}): Promise<string> {
  const { bare = true, ns = 3000, events = [] } = choices
  const targets = [
    fakeTarget({ name: 'linux', role: 'subject', play: (request) => ({ ...answer(request, { ns }), events }) }),
    ...(bare ? [fakeTarget({ name: 'bare', system: 'bare', play: (request) => answer(request, { ns: 2000 }) })] : []),
  ]
  const toys = suite({ name: 'toys', benchmarks: [toyIn(unit)], targets })
  const campaign = await run(toys, { store: temporary(), attempts: 1 })
  const document = readFileSync(writeReport(campaign), 'utf8')
  expect(document).not.toContain('linux / bare')
  return document
}

const ceilingOf = (document: string) => document.split('## Against the ceiling')[1]?.split('\n## ')[0] ?? ''
const sectionOf = async (...given: Parameters<typeof documentOf>) => ceilingOf(await documentOf(...given))

/** `2, 5–7` as 2, 5, 6, 7. */
const numbersOf = (ranges: string): readonly number[] =>
  ranges.split(', ').flatMap((range) => {
    const [from = Number.NaN, to = from] = range.split('–').map(Number)
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })

test('a system stands over the bare guest that ran the same work in the same envelope', async () => {
  expect(await sectionOf('ns')).toContain('| linux | 3,000 ns | bare | 2,000 ns | 1.500x (90%: 1.500 to 1.500) |')
})

test('a bare guest that counts cycles stands beside the system, without a ratio', async () => {
  const section = await sectionOf('scaled-cycles')
  expect(section).toContain('side by side: ns and scaled cycles are different units')
  expect(section).not.toMatch(/\dx/)
})

test('without a bare guest there is no ceiling', async () => {
  expect(await sectionOf('ns', { bare: false })).toBe('')
})

test('a ratio of contended runs says so beside the number, and one below 1 is no faster system', async () => {
  const cpuTimes = (atNs: number, steal: number): HostEvent => ({
    kind: 'cpu-times',
    atNs,
    cpus: [{ cpu: 0, ticks: [0, 0, 0, 100, 0, 0, 0, steal, 0, 0] }],
  })
  const threads = [{ tid: 1, comm: 'q', cpus: [0] }]
  const seen: HostEvent = { kind: 'affinity', atNs: 1, when: 'start', wanted: [], threads }
  const document = await documentOf('ns', { ns: 1000, events: [seen, cpuTimes(0, 0), cpuTimes(1e9, 50)] })
  const section = ceilingOf(document)
  const [, number = ''] = /^(\d+)\. `contended`/m.exec(document) ?? []
  const [, linux = '', bare = ''] = / 0\.500x \([^|]*\) \| linux: ([^|;]*); bare: ([^|]*) \|/.exec(section) ?? []
  expect(numbersOf(linux)).toContain(Number(number))
  expect(numbersOf(bare)).not.toContain(Number(number))
  expect(section).toMatch(/below 1 where less is better, is therefore noise or has\nanother cause/)
})

test('a metric without a dimension has no ceiling', async () => {
  expect(await sectionOf('ratio')).toBe('')
})
