import { verifyEvidence } from '@capbench/core'
import { nativeHost } from '@capbench/host'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { type FaultyCampaign, faultyCampaign } from '../faults/support/faulty-campaign.ts'
import { context } from '../helpers/run-guest.ts'
import { offendingBenchmark } from './offending-benchmark.ts'

interface Row {
  readonly mode: 'socket' | 'write-file' | 'fork' | 'thread'
  readonly benchmark: 'cpu-only' | 'no-threads'
  /** What the reason says: the call on each architecture, and the term. */
  readonly call: Readonly<Record<'x86_64' | 'aarch64', string>>
  readonly term: string
}

const both = (call: string) => ({ x86_64: call, aarch64: call })
const rows: readonly Row[] = [
  { mode: 'socket', benchmark: 'cpu-only', call: both('socket(0x2, 0x1, '), term: 'net.loopback or net.external' },
  { mode: 'write-file', benchmark: 'cpu-only', call: both('openat('), term: 'file.write' },
  { mode: 'fork', benchmark: 'cpu-only', call: { x86_64: 'fork(', aarch64: 'clone(' }, term: 'process.spawn' },
  {
    mode: 'thread',
    benchmark: 'no-threads',
    call: { x86_64: 'clone(0x7d0f00', aarch64: 'rt_sigaction(' },
    term: 'thread.spawn',
  },
]
/** A boot a mode: a slow guest tries few of them. */
const few: readonly Row['mode'][] = ['socket', 'fork']
const all: readonly Row['mode'][] = ['socket', 'write-file', 'fork', 'thread']
const native = process.arch === 'arm64' ? 'aarch64' : 'x86_64'

describe.each([
  ['a guest of x86_64', 'x86_64', all, () => linuxGuest({ accelerator: 'tcg' })],
  ['a guest of aarch64', 'aarch64', few, () => linuxGuest({ arch: 'aarch64', runFactor: 1 })],
  ['the host', native, all, () => nativeHost()],
] as const)('on %s', (_, arch, modes, target) => {
  const tried = rows.filter(({ mode }) => modes.includes(mode))
  const modesOf = (benchmark: Row['benchmark']) =>
    tried.filter((row) => row.benchmark === benchmark).map((row) => row.mode)
  const benchmarks = [
    offendingBenchmark('cpu-only', ['cpu'], [...modesOf('cpu-only'), 'nothing']),
    ...(modes.includes('thread')
      ? [offendingBenchmark('no-threads', ['cpu', 'memory.map'], modesOf('no-threads'))]
      : []),
  ]
  let missing: string | undefined
  let campaign: FaultyCampaign | undefined
  let name = ''
  beforeAll(async () => {
    const made = target()
    name = made.name
    const { unmet } = await made.prepare(context)
    if (unmet.length > 0) missing = unmet.map(({ need, detail }) => `${need}: ${detail}`).join('; ')
    else campaign = await faultyCampaign(benchmarks, [made])
  }, 600_000)
  afterAll(() => campaign?.remove())

  it.for(tried)('$mode is authority_exceeded, with the call and the term', ({ mode, benchmark, call, term }, ctx) => {
    if (campaign === undefined) return ctx.skip(missing)
    const outcome = campaign.outcome(benchmark, name, mode)
    expect(outcome.status).toBe('invalid')
    expect(outcome.reasons[0]).toBe('authority_exceeded')
    expect(outcome.detail).toContain(`the program called ${call[arch]}`)
    expect(outcome.detail).toContain(term)
    expect(outcome.log('records').toString()).not.toContain('survived')
  })

  it('a program that keeps to its profile passes', (ctx) => {
    if (campaign === undefined) return ctx.skip(missing)
    expect(campaign.outcome('cpu-only', name, 'nothing')).toMatchObject({ status: 'passed', reasons: [] })
  })

  it('and all of it is derived again from the logs alone', async (ctx) => {
    if (campaign === undefined) return ctx.skip(missing)
    const { checks } = await verifyEvidence(campaign.directory, { benchmarks })
    expect(checks.filter(({ outcome }) => outcome === 'fail')).toEqual([])
  })
})
