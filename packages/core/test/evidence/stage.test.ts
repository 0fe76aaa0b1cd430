import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type CampaignEvent, rebuildIndex, run, suite, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { quarantineDeadStages } from '../../src/evidence/quarantine.ts'
import { openStage } from '../../src/evidence/stage.ts'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'
import { ended, notWhole, published, publisher, quarantined, readIndex, stages } from './store-check.ts'

const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
const toys = withMethod(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, { runs: 1, warmups: 0 })
const aDeadProcess = () => spawnSync('true').pid

test('publishers that are killed at any point never publish a half, and the index holds', async () => {
  const kills = process.env.CAPBENCH_FULL === '1' ? 1000 : 40
  const together = 4
  const store = temporaryDirectory()
  const known = new Set<string>()
  for (let done = 0; done < kills; done += together) {
    const children = await Promise.all(Array.from({ length: together }, () => publisher(store, 1_000_000)))
    const ends = children.map(async (child, index) => {
      await pause(((done * 7919 + index * 104_729) % 61) + Math.random())
      child.kill('SIGKILL')
      return ended(child)
    })
    expect(await Promise.all(ends)).toEqual(children.map(() => 'SIGKILL'))
    expect(await notWhole(store, known)).toEqual([])
  }
  // Each had published one before it was killed at the latest, and went on to the next.
  expect(known.size).toBeGreaterThanOrEqual(kills)
  const left = stages(store).length + quarantined(store).length
  await run(toys, { store })
  expect(stages(store)).toEqual([])
  expect(quarantined(store)).toHaveLength(left)
  const { faults, campaigns } = readIndex(store)
  expect(faults).toEqual([])
  // Killed between the rename and the index: the next publication brings the index in line.
  expect([...campaigns].sort()).toEqual(published(store).sort())
  expect(rebuildIndex(store)).toMatchObject({ added: [], faults: [], refused: [] })
  expect(existsSync(join(store, 'index.jsonl.lock'))).toBe(false)
  console.log(
    `${kills} publishers killed: ${known.size} campaigns published, 0 partial, ${left} stages in quarantine, 0 not indexed`,
  )
}, 3_600_000)

test('four processes that publish at once lose nothing and keep the chain', async () => {
  const store = temporaryDirectory()
  const children = await Promise.all(Array.from({ length: 4 }, () => publisher(store, 5)))
  expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0, 0])
  const { faults, campaigns } = readIndex(store)
  expect(faults).toEqual([])
  expect([...campaigns].sort()).toEqual(published(store).sort())
  expect(campaigns).toHaveLength(20)
})

test('only stages of dead processes are moved; nothing is deleted', () => {
  const store = temporaryDirectory()
  const live = openStage(store, '20260101T000000Z-toys-00000000')
  live.write('config.json', new Uint8Array(3))
  const dead = `.tmp-${aDeadProcess()}-20260101T000000Z-toys-00000001`
  mkdirSync(join(store, 'campaigns', dead))
  writeFileSync(join(store, 'campaigns', dead, 'config.json'), 'was here')
  mkdirSync(join(store, 'campaigns', '.tmp-somebody'))
  const moved = quarantineDeadStages(store, 'a test')
  expect(moved).toEqual([join(store, 'quarantine', dead.slice('.tmp-'.length))])
  expect(readFileSync(join(moved[0] ?? '', 'config.json'), 'utf8')).toBe('was here')
  expect(stages(store).sort()).toEqual([`.tmp-${process.pid}-20260101T000000Z-toys-00000000`, '.tmp-somebody'].sort())
  expect(quarantineDeadStages(store, 'a test')).toEqual([])
  expect(existsSync(live.publish())).toBe(true)
})

test('a stage is never published over a campaign that is there', () => {
  const store = temporaryDirectory()
  const id = '20260101T000000Z-toys-00000000'
  mkdirSync(join(store, 'campaigns', id), { recursive: true })
  writeFileSync(join(store, 'campaigns', id, 'config.json'), 'first')
  const stage = openStage(store, id)
  stage.write('config.json', new TextEncoder().encode('second'))
  expect(() => stage.publish()).toThrow()
  expect(readFileSync(join(store, 'campaigns', id, 'config.json'), 'utf8')).toBe('first')
})

test.each(['../escape', '/etc/x', 'a/../../b', 'A', '.hidden', 'a//b', ''])('a stage refuses the path %j', (path) => {
  const stage = openStage(temporaryDirectory(), '20260101T000000Z-toys-00000000')
  expect(() => stage.write(path, new Uint8Array())).toThrow(expect.objectContaining({ code: 'CAPBENCH_BUG' }))
})

test('a file of a stage is never written twice', () => {
  const stage = openStage(temporaryDirectory(), '20260101T000000Z-toys-00000000')
  stage.write('config.json', new Uint8Array())
  expect(() => stage.write('config.json', new Uint8Array())).toThrow('EEXIST')
})

test('the lock of a dead process is taken over, that of a living one is waited for', async () => {
  const store = temporaryDirectory()
  const lock = join(store, 'index.jsonl.lock')
  writeFileSync(lock, String(aDeadProcess()))
  await run(toys, { store })
  expect(existsSync(lock)).toBe(false)

  // One of an earlier process that had our id, and one whose taker died: both are taken over.
  writeFileSync(lock, String(process.pid))
  await run(toys, { store })
  const dead = aDeadProcess()
  writeFileSync(lock, String(dead))
  writeFileSync(`${lock}.${dead}`, String(aDeadProcess()))
  await run(toys, { store })
  expect(existsSync(lock)).toBe(false)

  // The parent of this process lives: its lock is waited for, and costs the index its line but nobody the campaign.
  writeFileSync(lock, String(process.ppid))
  const events: CampaignEvent[] = []
  const campaign = await run(toys, { store, onEvent: (event) => events.push(event) })
  expect(events.find(({ type }) => type === 'not-indexed')).toMatchObject({
    directory: campaign.directory,
    reason: expect.stringContaining('remove it if no other campaign is being published'),
  })
  expect(existsSync(campaign.directory)).toBe(true)
  expect(readFileSync(lock, 'utf8')).toBe(String(process.ppid))
})

test('an edited, dropped or exchanged line of the index shows; a torn one is moved aside', async () => {
  const store = temporaryDirectory()
  for (let n = 0; n < 3; n++) await run(toys, { store })
  const index = join(store, 'index.jsonl')
  const whole = readFileSync(index, 'utf8')
  const lines = whole.trimEnd().split('\n')
  const [a = '', b = '', c = ''] = lines
  for (const text of [
    [a.replace('"passed":2', '"passed":3'), b, c],
    [a, c],
    [b, a, c],
  ]) {
    expect(text.join('\n')).not.toBe(lines.join('\n'))
    writeFileSync(index, `${text.join('\n')}\n`)
    expect(readIndex(store).faults).not.toEqual([])
  }
  writeFileSync(index, whole)
  appendFileSync(index, '{"seq":3,"pr')
  await run(toys, { store })
  expect(readFileSync(`${index}.torn-1`, 'utf8')).toBe('{"seq":3,"pr')
  expect(readIndex(store)).toMatchObject({ faults: [], campaigns: { length: 4 } })
  expect(readFileSync(index, 'utf8').startsWith(whole)).toBe(true)
})
