import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, suite, type Target, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../store.ts'
import { expectVerified, resultOf, secondOfTwo, stored, toyCampaign } from './campaign.ts'
import { good, toy } from './toy.ts'

const everyFile = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
const toysOn = (target: Target) =>
  withMethod(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, { runs: 2, warmups: 0 })

describe('cancelling', () => {
  /** Two proofs, then blocks of two rows: aborts during the given run, or before any. */
  async function abortedAt(order: number) {
    const abort = new AbortController()
    if (order === 0) abort.abort()
    let seen = 0
    const play = (request: Parameters<typeof good>[0]) => {
      if (++seen === order) abort.abort()
      return good(request)
    }
    return toyCampaign(play, { runs: 2, options: { signal: abort.signal } })
  }

  test('before the first run throws: there is nothing to publish', async () => {
    await expect(abortedAt(0)).rejects.toMatchObject({ name: 'AbortError' })
  })

  test.each([1, 2, 3, 4, 5, 6])('during run %i of 6 ends with 130; what was made is published', async (order) => {
    const campaign = await abortedAt(order)
    expect(campaign.exitCode).toBe(130)
    expect(campaign.analysis.stopReason).toBe('cancelled')
    expect(campaign.content.runs).toHaveLength(order)
    const last = campaign.content.runs.at(-1)?.record.outcome.end
    expect(last).toBe('cancelled')
    for (const name of ['smp1', 'smp2']) {
      const row = resultOf(campaign, name)
      if (row.status !== 'passed') expect(row).toMatchObject({ status: 'failed', reason: 'cancelled' })
    }
    expect(resultOf(campaign, 'smp4')).toMatchObject({ status: 'unsupported' })
    await expectVerified(campaign)
  })

  test('a row that was complete by then keeps its measurement', async () => {
    const statuses = ['smp1', 'smp2'].map(
      (name) => (campaign: Parameters<typeof resultOf>[0]) => resultOf(campaign, name),
    )
    const campaign = await abortedAt(6)
    expect(statuses.map((of) => of(campaign).status).sort()).toEqual(['failed', 'passed'])
  })
})

describe('a channel that passes its limit', () => {
  test('ends the run: transcript_overflow, and exactly the limit is kept', async () => {
    const noise = new Uint8Array(5000).fill(0x61)
    const campaign = await toyCampaign(
      secondOfTwo((request) => ({ ...good(request), console: noise })),
      { options: { maxChannelBytes: 4096 } },
    )
    expect(resultOf(campaign, 'smp2')).toMatchObject({
      status: 'invalid',
      reason: 'transcript_overflow',
      detail: 'run 2: the channel console passed its limit of 4096 bytes; the run was ended and the rest is not kept',
    })
    expect(stored(campaign, 'raw/toy/fake/smp2/002/console.log')).toBe('a'.repeat(4096))
    const record = campaign.content.runs.find(({ folder }) => folder === 'raw/toy/fake/smp2/002')?.record
    expect(record?.channels).toContainEqual({ name: 'console', bytes: 4096, truncated: true })
    expect(record?.outcome.end).toBe('overflow')
    expect(resultOf(campaign, 'smp1').status).toBe('passed')
    expect(campaign.exitCode).toBe(1)
    await expectVerified(campaign)
  })

  test('a channel that holds exactly its limit is whole', async () => {
    const campaign = await toyCampaign((request) => ({ ...good(request), console: new Uint8Array(4096) }), {
      options: { maxChannelBytes: 4096 },
    })
    expect(campaign.exitCode).toBe(0)
  })

  test('chunks after the limit, and after the end of the run, are not kept', async () => {
    const fake = fakeTarget({ name: 'fake', play: (request) => good(request) })
    const late: (() => void)[] = []
    const target: Target = {
      ...fake,
      execute: async (request, sink, signal) => {
        for (let i = 0; i < 3; i++) sink.write('driver', new Uint8Array(700))
        late.push(() => {
          sink.write('driver', new Uint8Array(1))
          sink.write('diagnostics', new Uint8Array(1))
          sink.event({ kind: 'fact', atNs: 1, name: 'late', value: {} })
        })
        late.at(-2)?.()
        return fake.execute(request, sink, signal)
      },
    }
    const campaign = await run(toysOn(target), { store: temporaryDirectory(), maxChannelBytes: 1500 })
    for (const { record } of campaign.content.runs) {
      expect(record.channels.find(({ name }) => name === 'driver')).toMatchObject({ bytes: 1500, truncated: true })
      expect(record.channels.some(({ name }) => name === 'diagnostics')).toBe(false)
    }
    await expectVerified(campaign)
  })
})

describe('a target that breaks its contract', () => {
  test.each<[string, Partial<Target>]>([
    [
      'throws',
      {
        execute: (_, sink) => {
          sink.write('console', new TextEncoder().encode('last words'))
          throw new RangeError('odd')
        },
      },
    ],
    ['rejects', { execute: () => Promise.reject(new RangeError('odd')) }],
  ])('%s: its runs failed to launch, the campaign is published, the raw log is kept', async (how, broken) => {
    const fake = fakeTarget({ name: 'fake', play: (request) => good(request) })
    const execute: Target['execute'] = (request, sink, signal) =>
      (request.vcpus === 2 && request.benchmark === 'toy' ? { ...fake, ...broken } : fake).execute(
        request,
        sink,
        signal,
      )
    const campaign = await run(toysOn({ ...fake, execute }), { store: temporaryDirectory() })
    expect(resultOf(campaign, 'smp1')).toMatchObject({ status: 'passed' })
    expect(resultOf(campaign, 'smp2')).toMatchObject({
      status: 'failed',
      reason: 'launch_failed',
      detail: expect.stringContaining('target fake threw instead of returning how the run ended'),
    })
    expect(everyFile(campaign.directory).includes('last words')).toBe(how === 'throws')
    await expectVerified(campaign)
  })

  test('half a character at the cut of a detail costs nothing', async () => {
    const detail = `${'x'.repeat(10)}\ud83d`
    const campaign = await toyCampaign(
      secondOfTwo((request) => ({ ...good(request), end: { end: 'timeout', detail } })),
    )
    expect(resultOf(campaign, 'smp2')).toMatchObject({ detail: `run 2: ${'x'.repeat(10)}\ufffd` })
    await expectVerified(campaign)
  })
})

describe('what must not leave the machine', () => {
  function setEnvironment(name: string, value: string) {
    const before = process.env[name]
    process.env[name] = value
    onTestFinished(() => {
      if (before === undefined) delete process.env[name]
      else process.env[name] = before
    })
  }

  test('neither environment variables nor the home directory get into the evidence', async () => {
    setEnvironment('CAPBENCH_TEST_SECRET', 'hunter2-hunter2')
    setEnvironment('HOME', '/home/a-person')
    const fake = fakeTarget({
      name: 'fake',
      play: (request) => ({
        ...good(request),
        end: { detail: 'cannot open /home/a-person/kernel: no (see /home/a-person)' },
      }),
    })
    const target: Target = {
      ...fake,
      execute: (request, sink, signal) => {
        sink.started({
          file: '/home/a-person/q',
          args: ['-k', '/home/a-person', 'k=/home/a-person/x,y', '/home/a-personal'],
        })
        return fake.execute(request, sink, signal)
      },
    }
    const campaign = await run(toysOn(target), { store: temporaryDirectory() })
    const text = everyFile(campaign.directory).join('\n')
    expect(text).not.toContain('hunter2')
    expect(text.replaceAll('/home/a-personal', '')).not.toContain('/home/a-person')
    expect(campaign.content.runs[0]?.record).toMatchObject({
      command: { file: '$HOME/q', args: ['-k', '$HOME', 'k=$HOME/x,y', '/home/a-personal'] },
      outcome: { detail: 'cannot open $HOME/kernel: no (see $HOME)' },
    })
  })
})

test.each(['', 'campaigns'])('a store that is a file at its end "%s" is refused as such', async (below) => {
  const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
  const store = join(temporaryDirectory(), 'store')
  if (below !== '') mkdirSync(store)
  writeFileSync(join(store, below), 'in the way')
  await expect(run(toysOn(target), { store })).rejects.toMatchObject({
    code: 'CAPBENCH_STORE',
    message: expect.stringContaining('choose a store that can be written'),
  })
})
