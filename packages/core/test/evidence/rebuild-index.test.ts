import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type CampaignEvent, listCampaigns, rebuildIndex, run, suite, verifyEvidence, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'
import { readIndex } from './store-check.ts'

const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
const toys = withMethod(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, { runs: 1, warmups: 0 })
const others = { ...toys, name: 'others' }

let store = ''
let ids: readonly string[] = []
const index = () => join(store, 'index.jsonl')
const text = () => readFileSync(index(), 'utf8')

beforeEach(async () => {
  store = temporaryDirectory()
  const campaigns = [
    await run(toys, { store }),
    await run(others, { store, purpose: 'smoke' }),
    await run(toys, { store }),
  ]
  ids = campaigns.map(({ id }) => id)
})

describe('rebuilding', () => {
  test('leaves a whole index as it is', () => {
    const before = text()
    expect(rebuildIndex(store)).toEqual({ campaigns: 3, added: [], replaced: undefined, faults: [], refused: [] })
    expect(text()).toBe(before)
  })

  test('makes a lost index again, for all that is published', () => {
    rmSync(index())
    expect(rebuildIndex(store).added).toEqual([...ids].sort())
    expect(readIndex(store)).toMatchObject({ faults: [], campaigns: { length: 3 } })
    expect(listCampaigns(store)).toHaveLength(3)
  })

  test('appends what a publisher that died could not, and so does the next publication', async () => {
    const lines = text().trimEnd().split('\n')
    writeFileSync(index(), `${lines.slice(0, 2).join('\n')}\n{"seq":2,"pr`)
    expect(rebuildIndex(store)).toMatchObject({ campaigns: 3, added: [ids[2]], replaced: undefined })
    expect(readIndex(store).faults).toEqual([])
    writeFileSync(index(), `${lines.slice(0, 1).join('\n')}\n`)
    await run(toys, { store })
    expect(readIndex(store)).toMatchObject({ faults: [], campaigns: { length: 4 } })
  })

  test.each<[string, (lines: readonly string[]) => readonly string[], RegExp]>([
    [
      'an edited line',
      ([a = '', ...rest]) => [a.replace('"passed":2', '"passed":3'), ...rest],
      /line 2 does not follow/,
    ],
    [
      'an edited last line',
      ([a = '', b = '', c = '']) => [a, b, c.replace('"suite":"toys"', '"suite":"mine"')],
      /line 3 says something else of .*-toys-/,
    ],
    ['a removed line', ([, ...rest]) => rest, /line 1 does not follow/],
    ['garbage', (lines) => [...lines, 'garbage'], /is not JSON/],
    ['a line of another shape', () => ['{"prev":null,"seq":0}'], /line 1 does not fit its schema/],
  ])('replaces an index with %s, and keeps the old one', (_, change, fault) => {
    const edited = `${change(text().trimEnd().split('\n')).join('\n')}\n`
    expect(edited).not.toBe(text())
    writeFileSync(index(), edited)
    const rebuilt = rebuildIndex(store)
    expect(rebuilt.faults.join('\n')).toMatch(fault)
    expect(readFileSync(rebuilt.replaced ?? '', 'utf8')).toBe(edited)
    expect(readIndex(store)).toMatchObject({ faults: [], campaigns: { length: 3 } })
    expect(listCampaigns(store).map(({ campaignId }) => campaignId)).toEqual([...ids].sort())
  })

  test('tells of a directory that holds no campaign, and of one under another name', async () => {
    const [first = ''] = ids
    const copy = first.replace(/.{8}$/, 'ffffffff')
    cpSync(join(store, 'campaigns', first), join(store, 'campaigns', copy), { recursive: true })
    const broken = first.replace(/.{8}$/, '00000000')
    cpSync(join(store, 'campaigns', first, 'env'), join(store, 'campaigns', broken), { recursive: true })
    const { refused } = rebuildIndex(store)
    expect(refused).toEqual([
      { campaignId: broken, reason: expect.stringContaining('ENOENT') },
      { campaignId: copy, reason: `${copy} says that it is "${first}"` },
    ])
    const events: CampaignEvent[] = []
    await run(toys, { store, onEvent: (event) => events.push(event) })
    const notIndexed = events.flatMap((event) => (event.type === 'not-indexed' ? [basename(event.directory)] : []))
    expect(notIndexed).toEqual([broken, copy])
  })

  test('an index that was made again verifies with its campaigns', async () => {
    rmSync(index())
    rebuildIndex(store)
    for (const id of ids) {
      const verification = await verifyEvidence(join(store, 'campaigns', id), { benchmarks: [toy] })
      expect(verification.checks).toContainEqual({ name: 'index', outcome: 'pass', details: [] })
    }
  })

  test('what is no store is refused', () => {
    expect(() => rebuildIndex(join(store, 'campaigns'))).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
  })

  test('a rebuild that died left a file, which does not end up in the index', () => {
    writeFileSync(`${index()}.new`, 'half a li')
    writeFileSync(`${index()}.lock`, String(spawnSync('true').pid))
    writeFileSync(index(), 'garbage\n')
    rebuildIndex(store)
    expect(readIndex(store).faults).toEqual([])
    expect(
      readdirSync(store)
        .filter((name) => name.startsWith('index'))
        .sort(),
    ).toEqual(['index.jsonl', 'index.jsonl.replaced-1'])
  })
})

describe('listing', () => {
  test('filters by suite, purpose, benchmark, target and configuration', () => {
    const found = (filter: Parameters<typeof listCampaigns>[1]) =>
      listCampaigns(store, filter).map(({ campaignId }) => campaignId)
    expect(found({})).toHaveLength(3)
    expect(found({ suite: 'toys' })).toHaveLength(2)
    expect(found({ purpose: 'smoke' })).toEqual([ids[1]])
    expect(found({ benchmark: 'toy', target: 'fake' })).toHaveLength(3)
    expect(found({ benchmark: 'toy-proof' })).toEqual([])
    expect(found({ target: 'elsewhere' })).toEqual([])
    expect(() => listCampaigns(store, { sute: 'toys' } as object)).toThrow('has no option "sute"')
  })

  test('numbers the attempts at one configuration', () => {
    const [first] = listCampaigns(store, { suite: 'toys' })
    expect(first).toMatchObject({ attempt: 1, attempts: 2, counts: { passed: 2 }, ended: 'done' })
    const attempts = listCampaigns(store, { configHash: first?.configHash ?? '' })
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  test('reads the index alone, and refuses one that is broken', () => {
    renameSync(join(store, 'campaigns'), join(store, 'away'))
    expect(listCampaigns(store)).toHaveLength(3)
    writeFileSync(index(), text().replace('"seq":1', '"seq":2'))
    expect(() => listCampaigns(store)).toThrow(/line 2 of the index .* `capbench index`/)
  })

  test('a store without index holds nothing; fields of a later version are passed over', () => {
    expect(listCampaigns(temporaryDirectory())).toEqual([])
    const [line = ''] = text().split('\n')
    writeFileSync(index(), `${line.replace('{', '{"aa":"later",')}\n`)
    expect(listCampaigns(store)).toHaveLength(1)
    expect(existsSync(join(store, 'index.jsonl.replaced-1'))).toBe(false)
    expect(rebuildIndex(store)).toMatchObject({ faults: [], added: { length: 2 } })
  })
})
