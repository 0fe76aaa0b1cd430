import {
  type Campaign,
  type ComparableRow,
  type ComparedLine,
  compare,
  contextRow,
  ratioOf,
  rowsOf,
  run,
  suite,
  type TargetFacts,
  withMethod,
  withParameters,
} from '@capbench/core'
import { fakeTarget, fixtureEnvelope } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import { readRows } from '../../src/evidence/read-rows.ts'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'

interface Day {
  /** Time of the subject on one CPU; the reference takes 1000. */
  readonly ns?: number
  readonly size?: number
  readonly facts?: Partial<TargetFacts>
  readonly runs?: number
}

async function day({ ns = 1000, size = 10, facts = {}, runs = 5 }: Day = {}): Promise<Campaign> {
  const play = (own: number) => {
    let count = 0
    return (request: Parameters<typeof good>[0]) =>
      good(request, { ns: Math.round(own / request.vcpus) + (count++ % 3) })
  }
  const targets = [
    fakeTarget({ name: 'linux', role: 'reference', play: play(1000), facts }),
    fakeTarget({ name: 'subject', role: 'subject', play: play(ns), facts }),
    fakeTarget({ name: 'native', role: 'native-context', play: play(500), facts }),
  ]
  const toys = withMethod(suite({ name: 'toys', benchmarks: [toy], targets }), toy, { runs, warmups: 0 })
  return run(withParameters(toys, toy, { size }), { store: temporaryDirectory() })
}

const row = (campaign: Campaign, target: string, caseName = 'smp1'): ComparableRow => {
  const found = rowsOf(campaign).find(({ result }) => result.target === target && result.case === caseName)
  if (found === undefined) throw new Error(`no row of ${target}`)
  return found
}
const obstacles = (a: ComparableRow, b: ComparableRow) => {
  const found = ratioOf(a, b)
  return found.outcome === 'refused' ? found.obstacles : []
}
const changed = (of: ComparableRow, change: object): ComparableRow => {
  if (of.result.status !== 'passed') throw new Error(of.result.detail)
  return { ...of, result: { ...of.result, measurement: { ...of.result.measurement, ...change } } }
}

describe('a ratio of two rows', () => {
  test('is within noise where its interval holds 1, and where a row against itself lies as far from 1', async () => {
    const one = row(await day(), 'subject')
    const of = (...samples: readonly number[]) => {
      const sorted = [...samples].sort((a, b) => a - b)
      return changed(one, { samples, median: sorted[(samples.length - 1) / 2] })
    }
    const noisy = of(1000, 1030, 1030, 1060, 1090)
    const [near, far] = [of(999, 999, 999, 999, 999), of(500, 500, 500, 500, 500)]
    expect(ratioOf(noisy, near)).toMatchObject({ withinNoise: true, interval: { lower: expect.closeTo(1.001, 3) } })
    expect(ratioOf(noisy, noisy)).toMatchObject({ withinNoise: true })
    expect(ratioOf(noisy, far)).toMatchObject({ withinNoise: false })
    expect(ratioOf(of(1, 2, 3), far)).not.toHaveProperty('withinNoise')
  })

  test('is that of the medians, with the exact interval from five runs on', async () => {
    const [first, second, few] = [await day(), await day({ ns: 3000 }), await day({ runs: 4 })]
    const found = ratioOf(row(second, 'subject'), row(first, 'subject'))
    expect(found).toMatchObject({ outcome: 'ratio', evidenceClass: 'functional-only' })
    if (found.outcome !== 'ratio' || found.interval === undefined) throw new Error('no interval')
    expect(found.ratio).toBeCloseTo(3, 1)
    expect(found.interval.lower).toBeLessThanOrEqual(found.ratio)
    expect(found.interval.upper).toBeGreaterThanOrEqual(found.ratio)
    expect(found.interval.achieved).toBeGreaterThanOrEqual(0.9)
    expect(ratioOf(row(few, 'subject'), row(first, 'subject'))).not.toHaveProperty('interval')
  })

  test('is refused between machines, naming each field of the envelope with both values', async () => {
    const here = await day()
    const there = await day({
      facts: { envelope: { ...fixtureEnvelope, hostCpuModel: 'another', memoryBytes: 1, firmware: null } },
    })
    expect(obstacles(row(there, 'subject'), row(here, 'subject'))).toEqual([
      { why: 'envelope-not-known', field: 'firmware', a: null, b: 'none' },
      { why: 'envelope', field: 'hostCpuModel', a: 'another', b: 'fixture' },
      { why: 'envelope', field: 'memoryBytes', a: 1, b: 0 },
    ])
  })

  test('is refused for other work, naming the part; and where only the hash tells the two apart', async () => {
    const [small, large] = [row(await day(), 'subject'), row(await day({ size: 11 }), 'subject')]
    expect(obstacles(small, large)).toEqual([{ why: 'work', field: 'parameters', a: { size: 10 }, b: { size: 11 } }])
    const comparison = 'f'.repeat(64)
    const other = { ...small, result: { ...small.result, hashes: { ...small.result.hashes, comparison } } }
    expect(obstacles(other, small)).toMatchObject([{ why: 'work', field: 'comparison', a: comparison }])
    expect(obstacles(small, row(await day(), 'subject', 'smp2'))).toMatchObject([{ why: 'work', field: 'case' }])
  })

  test('is refused for another unit, scale or direction, and for what is zero', async () => {
    const one = row(await day(), 'subject')
    expect(obstacles(changed(one, { unit: 'us' }), one)).toMatchObject([{ why: 'unit', field: 'unit' }])
    expect(obstacles(changed(one, { scale: '2^-20' }), one)).toMatchObject([{ why: 'unit', field: 'scale', b: null }])
    expect(obstacles(changed(one, { lowerIsBetter: false }), one)).toMatchObject([{ field: 'lowerIsBetter' }])
    expect(obstacles(one, changed(one, { median: 0 }))).toMatchObject([{ why: 'zero' }])
  })

  test('of cycles exists within one system alone, on two days, and never between two', async () => {
    const cycles = { unit: 'scaled-cycles', scale: '2^-20' }
    const [monday, tuesday] = [await day(), await day({ ns: 2000 })]
    const of = (campaign: Campaign, target: string) => changed(row(campaign, target), cycles)
    expect(ratioOf(of(tuesday, 'subject'), of(monday, 'subject')).outcome).toBe('ratio')
    expect(obstacles(of(tuesday, 'subject'), of(monday, 'linux'))).toMatchObject([{ why: 'cycles' }])
  })

  test('never has the host itself on one side and a system on the other', async () => {
    const [monday, tuesday] = [await day(), await day()]
    expect(obstacles(row(monday, 'subject'), row(monday, 'native'))).toMatchObject([{ why: 'native-context' }])
    expect(ratioOf(row(tuesday, 'native'), row(monday, 'native')).outcome).toBe('ratio')
  })

  test('needs two values', async () => {
    const campaign = await day()
    expect(obstacles(row(campaign, 'subject', 'smp4'), row(campaign, 'subject'))).toEqual([
      { why: 'no-value', field: 'status', a: 'unsupported', b: 'passed' },
    ])
  })
})

describe('a comparison', () => {
  const lineOf = (lines: readonly ComparedLine[], caseName: string) => {
    const found = lines.find((each) => each.case === caseName)
    if (found === undefined) throw new Error(`no line of ${caseName}`)
    return found
  }
  const pairNames = ({ pairs }: ComparedLine, [first]: readonly Campaign[]) => {
    const name = ({ campaign, result }: ComparableRow) => `${campaign === first?.id ? 1 : 2} ${result.target}`
    return pairs.map(({ a, b }) => `${name(a)} / ${name(b)}`)
  }

  test('pairs a subject with each reference, and each system with what it was', async () => {
    const days = [await day(), await day({ ns: 2000 })]
    const line = lineOf(compare(days.flatMap(rowsOf)).lines, 'smp1')
    expect(pairNames(line, days).sort()).toEqual([
      '1 subject / 1 linux',
      '1 subject / 2 linux',
      '2 linux / 1 linux',
      '2 native / 1 native',
      '2 subject / 1 linux',
      '2 subject / 1 subject',
      '2 subject / 2 linux',
    ])
    expect(line.sideBySide).toHaveLength(6)
    expect(line.sideBySide.every(({ speedup }) => speedup === undefined)).toBe(true)
    const two = lineOf(compare(days.flatMap(rowsOf)).lines, 'smp2')
    expect(two.sideBySide[0]?.speedup).toMatchObject({ from: 'smp1' })
  })

  test('has older evidence of other work as historical, in whatever order it is given, and in no ratio', async () => {
    const older = await day({ size: 9 })
    const newer = { ...(await day()) }
    for (const campaigns of [
      [older, newer],
      [newer, older],
    ]) {
      const { lines } = compare(campaigns.flatMap(rowsOf).map(startedInOrder([older.id, newer.id])))
      for (const { sideBySide, historical, pairs } of lines) {
        expect(sideBySide.every(({ campaign }) => campaign === newer.id)).toBe(true)
        expect(historical.map(({ campaign }) => campaign)).toEqual([older.id, older.id, older.id])
        expect(pairs.flatMap(({ a, b }) => [a.campaign, b.campaign])).not.toContain(older.id)
      }
    }
  })

  test('has the same rows from the stored files as from the campaign', async () => {
    const campaign = await day()
    const byName = (rows: readonly ComparableRow[]) =>
      new Map(rows.map((each) => [`${each.result.target}/${each.result.case}`, each]))
    expect(byName(readRows(campaign.directory))).toEqual(byName(rowsOf(campaign)))
    expect(compare(readRows(campaign.directory)).lines).toHaveLength(3)
  })

  test('refuses rows that are given twice, and what is no row', async () => {
    const rows = rowsOf(await day())
    expect(() => compare([...rows, ...rows])).toThrow('were given twice')
    expect(() => compare([...rows, contextRow(figure) as unknown as ComparableRow])).toThrow('published figure')
  })
})

/** Campaigns of one test may begin within the same millisecond. */
const startedInOrder =
  (ids: readonly string[]) =>
  (each: ComparableRow): ComparableRow => ({ ...each, startedUtc: `2026-01-0${ids.indexOf(each.campaign) + 1}` })

const figure = {
  source: 'seL4 performance page',
  url: 'https://sel4.systems/performance.html',
  quote: 'IPC call: 0 (a placeholder of this test)',
  value: 0,
  unit: 'cycles',
  hardware: 'a board of this test',
}

describe('a published figure', () => {
  test('stands beside the rows that it names, and by default beside all', async () => {
    const rows = rowsOf(await day())
    const [all, one] = [contextRow(figure), contextRow({ ...figure, beside: { benchmark: 'toy', case: 'smp2' } })]
    const { lines } = compare(rows, { context: [all, one] })
    expect(lines.map((line) => [line.case, line.published.length])).toEqual([
      ['smp1', 1],
      ['smp2', 2],
      ['smp4', 1],
    ])
  })

  test('is no side of a ratio, by its type and when it is run', async () => {
    const one = row(await day(), 'subject')
    // @ts-expect-error - a published figure is no row
    expect(() => ratioOf(one, contextRow(figure))).toThrow('published figure')
  })

  test.each([
    ['an address that is none', { url: 'javascript:alert(1)' }],
    ['no quote', { quote: ' ' }],
    ['no hardware', { hardware: '' }],
    ['no number', { value: Number.NaN }],
    ['a field that nobody knows', { median: 3 }],
  ])('is refused with %s', (_what, change) => {
    expect(() => contextRow({ ...figure, ...change })).toThrow(/contextRow/)
  })
})
