import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCampaign, verifyEvidence } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import { environmentChanges } from '../../src/execute/resume/environment.ts'
import { toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'
import { copyOf, edit, filesOf, rederive, reseal } from './golden.ts'
import { published, quarantined, readIndex, stages } from './store-check.ts'

const fixture = new URL('resumer.fixture.ts', import.meta.url).pathname

interface Ended {
  readonly signal: string | null
  readonly lines: readonly string[]
  readonly stderr: string
}

/** A process of its own: a stage is dead only when its process is. */
function campaign(store: string, dieIn: string | number = '', resume = 'auto', runs = 3): Ended {
  const args = ['--conditions=@capbench/source', fixture, store, String(dieIn), resume, String(runs)]
  const { signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { signal, lines: stdout.trimEnd().split('\n'), stderr }
}
/** The same beside others. */
async function together(store: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--conditions=@capbench/source', fixture, store, '', 'auto', '3'])
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await once(child, 'close')
  return text.trimEnd().split('\n')
}
const directoryOf = (store: string) => join(store, 'campaigns', published(store)[0] ?? 'none')
const verify = (directory: string) => verifyEvidence(directory, { benchmarks: [toy] })
const stageOf = (store: string) => join(store, 'campaigns', stages(store)[0] ?? 'none')
const reasons = ({ lines }: Ended) => lines.filter((line) => line.startsWith('quarantined'))

/** Two cases with proof, warm-up and three runs each: 10 runs. */
const all = 10

describe('a campaign that was killed goes on', () => {
  test('at any run, and before it published: finished runs are kept byte for byte, and it verifies', async () => {
    for (const dieIn of [2, 5, all, 'deriving'] as const) {
      const store = temporaryDirectory()
      expect(campaign(store, dieIn).signal).toBe('SIGKILL')
      expect(published(store)).toEqual([])
      const before = new Map(
        filesOf(stageOf(store)).map((path) => [path, readFileSync(join(stageOf(store), path))] as const),
      )
      const finished = dieIn === 'deriving' ? all : dieIn - 1
      const { lines } = campaign(store)
      expect(lines[0]).toBe(`resumed ${finished}`)
      const made = lines.filter((line) => line.startsWith('run '))
      expect(made).toEqual(Array.from({ length: all - finished }, (_, index) => `run ${finished + 1 + index}`))
      const directory = directoryOf(store)
      expect(await verify(directory)).toMatchObject({ verified: true, exitCode: 0 })
      const { content, runs } = await readCampaign(directory, [toy])
      expect(content.campaign).toMatchObject({ ended: 'done', resumed: 1 })
      expect(content.campaign.startedUtc <= content.campaign.endedUtc).toBe(true)
      expect(runs).toHaveLength(all)
      for (const { run } of runs.slice(0, finished)) {
        for (const path of filesOf(directory).filter((each) => each.startsWith(`${run.folder}/`)))
          expect(before.get(path)?.equals(readFileSync(join(directory, path)))).toBe(true)
      }
      expect(stages(store)).toEqual([])
      expect(readIndex(store)).toMatchObject({ faults: [], campaigns: { length: 1 } })
      // What the dead run had begun is kept.
      const left = filesOf(join(store, 'quarantine')).map((path) => path.split('/').at(-1))
      expect(left).toContain(dieIn === 'deriving' ? 'campaign.json' : 'timing.jsonl')
    }
  }, 120_000)

  test('again and again, and counts how often', async () => {
    const store = temporaryDirectory()
    for (const dieIn of [2, 4, 4, 7]) expect(campaign(store, dieIn).signal).toBe('SIGKILL')
    expect(campaign(store).lines[0]).toBe('resumed 6')
    const directory = directoryOf(store)
    expect(await verify(directory)).toMatchObject({ verified: true })
    const said = [1, 2, 3, 4].map((n) => JSON.parse(readFileSync(join(directory, `env/resumed-${n}.json`), 'utf8')))
    expect(said.map(({ afterRuns }) => afterRuns)).toEqual([1, 3, 3, 6])
    expect((await readCampaign(directory, [toy])).content.campaign.resumed).toBe(4)
  }, 120_000)

  test('with the same results as one that was never killed', async () => {
    const [whole, killed] = [temporaryDirectory(), temporaryDirectory()]
    campaign(whole)
    campaign(killed, 5)
    campaign(killed)
    const results = async (store: string) =>
      (await readCampaign(directoryOf(store), [toy])).results.map((result) => ({
        ...result,
        campaignId: '',
        artifactHash: '',
      }))
    expect(await results(killed)).toEqual(await results(whole))
  }, 60_000)

  test('after one that died while it began to resume', async () => {
    const store = temporaryDirectory()
    campaign(store, 3)
    writeFileSync(join(stageOf(store), 'env/resumed-1.json'), '{"afterRu')
    expect(campaign(store).lines[0]).toBe('resumed 2')
    expect(await verify(directoryOf(store))).toMatchObject({ verified: true })
    expect((await readCampaign(directoryOf(store), [toy])).content.campaign.resumed).toBe(1)
  }, 60_000)

  test('in one of two processes that begin at once; the other begins anew', async () => {
    const store = temporaryDirectory()
    campaign(store, 5)
    const ends = await Promise.all([0, 1].map(() => together(store)))
    const resumed = ends.filter((lines) => lines.includes('resumed 4'))
    expect(resumed).toHaveLength(1)
    expect(published(store)).toHaveLength(2)
    for (const name of published(store))
      expect(await verify(join(store, 'campaigns', name))).toMatchObject({ verified: true })
    expect(stages(store)).toEqual([])
  }, 60_000)

  test('a run whose record is torn is made again', async () => {
    const store = temporaryDirectory()
    campaign(store, 5)
    const records = filesOf(stageOf(store)).filter((path) => path.endsWith('run.json'))
    const last = records.find((path) => readFileSync(join(stageOf(store), path), 'utf8').includes('"order":4,')) ?? ''
    chmodSync(join(stageOf(store), last), 0o644)
    writeFileSync(join(stageOf(store), last), '{"attempt":1,"bench')
    expect(campaign(store).lines[0]).toBe('resumed 3')
    expect(await verify(directoryOf(store))).toMatchObject({ verified: true })
  }, 60_000)
})

describe('a campaign that does not match goes to quarantine, with the reason', () => {
  const killed = () => {
    const store = temporaryDirectory()
    campaign(store, 5)
    return store
  }
  const change = (store: string, path: string, from: string | RegExp, to: string) => {
    chmodSync(join(stageOf(store), path), 0o644)
    edit(stageOf(store), path, (text) => text.replace(from, to))
  }
  const expectQuarantined = (store: string, ended: Ended, reason: RegExp) => {
    expect(reasons(ended).join('\n')).toMatch(reason)
    const [name = ''] = quarantined(store)
    expect(JSON.parse(readFileSync(join(store, 'quarantine', name, 'quarantine.json'), 'utf8')).reason).toMatch(reason)
    expect(readdirSync(join(store, 'quarantine', name))).toContain('config.json')
    expect(ended.lines.filter((line) => line.startsWith('run '))).toHaveLength(all)
  }

  test.each<[string, string, string | RegExp, string, RegExp]>([
    ['another configuration', 'config.json', '"size":10', '"size":11', /its configuration is another one/],
    [
      'another fact of a target',
      'env/target-fake.json',
      '"accelerator":"none"',
      '"accelerator":"kvm"',
      /env\/target-fake\.json: accelerator is not as it was/,
    ],
    [
      'a channel of another size',
      'raw/toy/fake/smp1/001/run.json',
      /"bytes":\d/,
      '"bytes":9',
      /raw\/toy\/fake\/smp1\/001\/.*\.log has \d+ bytes/,
    ],
  ])(
    '%s',
    (_, path, from, to, reason) => {
      const store = killed()
      change(store, path, from, to)
      expectQuarantined(store, campaign(store), reason)
    },
    60_000,
  )

  test('a suite that changed, a run that is missing, and one where nothing was finished', () => {
    const changed = killed()
    expect(reasons(campaign(changed, '', 'auto', 2)).join()).toContain('its configuration is another one')
    const gap = killed()
    const records = filesOf(stageOf(gap)).filter((path) => path.endsWith('run.json'))
    const second = records.find((path) => readFileSync(join(stageOf(gap), path), 'utf8').includes('"order":2,')) ?? ''
    renameSync(join(stageOf(gap), second), join(stageOf(gap), `${second}.gone`))
    expectQuarantined(gap, campaign(gap), /what follows by the plan is/)
    const none = temporaryDirectory()
    campaign(none, 1)
    expect(reasons(campaign(none)).join()).toContain('no run of it was finished')
  }, 60_000)

  test('unless told to begin anew; and `true` refuses to', () => {
    const store = killed()
    expectQuarantined(store, campaign(store, '', 'false'), /the caller began anew/)
    const refused = campaign(store, '', 'true')
    expect(refused.stderr).toContain('no unfinished campaign')
    expect(refused.stderr).toContain('there is none')
  }, 60_000)

  test('of two, the newer one goes on', () => {
    const store = killed()
    const older = stages(store)[0] ?? ''
    const copy = older.replace(/\d{8}T\d{6}Z/, '20200101T000000Z')
    cpSync(join(store, 'campaigns', older), join(store, 'campaigns', copy), { recursive: true })
    const { lines } = campaign(store)
    expect(lines.slice(0, 2).sort()).toEqual(['quarantined a newer stage goes on', 'resumed 4'])
    expect(published(store)[0]).not.toContain('20200101')
  }, 60_000)
})

test('what passes is no change of the environment; all else is, and is named', () => {
  const env = (host: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    new Map(Object.entries({ host, ...more })) as Parameters<typeof environmentChanges>[0]
  const host = { loadAverage: '0.1', kernel: { release: '6.1' } }
  expect(environmentChanges(env(host), env({ ...host, loadAverage: '2.0' }))).toEqual([])
  expect(environmentChanges(env(host, { 'qemu-a': { kvm: 1 } }), env(host, { 'qemu-a': { kvm: null } }))).toEqual([])
  expect(environmentChanges(env(host), env({ ...host, kernel: { release: '6.2' } }))).toEqual([
    'env/host.json: kernel is not as it was',
  ])
  expect(environmentChanges(env(host, { a: [1] }), env(host, { a: [2] }))).toEqual([
    'env/a.json: its value is not as it was',
  ])
  expect(environmentChanges(env(host), env(host, { a: 1 }))).toEqual(['env/a.json is new'])
  expect(environmentChanges(env(host, { a: 1 }), env(host))).toEqual(['env/a.json is no longer told'])
})

test('a forger can neither hide nor invent that a campaign was resumed', async () => {
  const store = temporaryDirectory()
  campaign(store, 4)
  campaign(store)
  const work = join(store, 'copy')
  const content = async () => {
    const { checks, exitCode } = await verify(work)
    return { exitCode, told: checks.flatMap(({ details }) => details).join('\n') }
  }
  const campaignFile = 'env/campaign.json'
  copyOf(directoryOf(store), work)
  edit(work, campaignFile, (text) => text.replace(',"resumed":1', ''))
  await rederive(work)
  expect(await content()).toMatchObject({ exitCode: 1, told: expect.stringContaining('resumed 0 times, 1 files') })
  rmSync(join(work, 'env/resumed-1.json'))
  edit(work, campaignFile, (text) => text.replace('"schema"', '"resumed":2,"schema"'))
  await rederive(work)
  expect(await content()).toMatchObject({ exitCode: 1, told: expect.stringContaining('resumed 2 times, 0 files') })
  copyOf(directoryOf(store), work)
  edit(work, 'env/resumed-1.json', (text) => text.replace('"afterRuns":3', '"afterRuns":99'))
  reseal(work)
  expect(await content()).toMatchObject({ told: expect.stringContaining('says 99 runs, there are 10') })
})
