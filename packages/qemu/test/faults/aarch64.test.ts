import { verifyEvidence } from '@capbench/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { context } from '../helpers/run-guest.ts'
import { faultyBenchmark } from './support/faulty-benchmark.ts'
import { type FaultyCampaign, faultyCampaign } from './support/faulty-campaign.ts'

interface Row {
  readonly program: 'bad' | 'bad-kernel'
  readonly mode: string
  /** Limit of the phase `run` in milliseconds. Default 60000: only for what ends by itself. */
  readonly limitMs?: number
  readonly status: 'failed' | 'invalid'
  readonly reasons: readonly string[]
  readonly console?: string
  readonly what: string
}

/** The exit code of QEMU is 0 for each of these but the one that a limit ends. */
const always: readonly Row[] = [
  {
    program: 'bad-kernel',
    mode: 'end-and-power-off',
    what: 'a power-off that looks as a clean one, but the launcher has not reported',
    status: 'invalid',
    reasons: ['records_lost'],
    console: 'reboot: Power down',
  },
]
const onDemand: readonly Row[] = [
  {
    program: 'bad-kernel',
    mode: 'panic',
    what: 'a panic of the kernel',
    status: 'invalid',
    reasons: ['guest_panic', 'abnormal_exit', 'records_lost'],
    console: 'Kernel panic - not syncing: sysrq triggered crash',
  },
  {
    program: 'bad-kernel',
    mode: 'init-death',
    what: 'the death of process 1',
    status: 'invalid',
    reasons: ['guest_panic', 'abnormal_exit', 'records_lost'],
    console: 'Kernel panic - not syncing: Attempted to kill init!',
  },
  {
    program: 'bad-kernel',
    mode: 'reboot',
    what: 'a reset',
    status: 'invalid',
    reasons: ['abnormal_exit', 'records_lost'],
  },
  {
    program: 'bad-kernel',
    mode: 'out-of-memory',
    what: 'a program that takes all memory',
    status: 'invalid',
    reasons: ['guest_fault', 'workload_error', 'records_lost'],
    console: 'Out of memory: Killed process',
  },
  {
    program: 'bad',
    mode: 'segfault',
    what: 'a program that crashes',
    status: 'invalid',
    reasons: ['guest_fault', 'records_lost'],
  },
  {
    program: 'bad',
    mode: 'exit-1',
    what: 'a program that fails',
    status: 'failed',
    reasons: ['workload_error', 'records_lost'],
  },
  {
    program: 'bad',
    mode: 'hang',
    limitMs: 2500,
    what: 'a program that never ends',
    status: 'failed',
    reasons: ['run_timeout', 'records_lost'],
  },
]
const rows = process.env.CAPBENCH_FULL === '1' ? [...always, ...onDemand] : always
const benchmarkOf = ({ program, limitMs }: Row): string => (limitMs === undefined ? program : `${program}-${limitMs}`)
const benchmarks = [...new Set(rows.map(benchmarkOf))].map((name) => {
  const own = rows.filter((row) => benchmarkOf(row) === name) as [Row, ...Row[]]
  return faultyBenchmark(name, own[0].program, own, own[0].limitMs ?? 60_000)
})

const target = linuxGuest({ arch: 'aarch64', runFactor: 1, confine: false })
let missing: string | undefined
let campaign: FaultyCampaign | undefined
beforeAll(async () => {
  const { unmet } = await target.prepare(context)
  if (unmet.length > 0) missing = unmet.map(({ need, detail }) => `${need}: ${detail}`).join('; ')
  else campaign = await faultyCampaign(benchmarks, [target])
}, 240_000)
afterAll(() => campaign?.remove())

describe('an aarch64 guest that breaks costs its own row, with the reason, and its log is kept', () => {
  it.for(rows)('$mode: $what is $status', (row, { skip }) => {
    if (campaign === undefined) return skip(missing)
    const { mode, status, reasons, console = '' } = row
    const outcome = campaign.outcome(benchmarkOf(row), 'linux', mode)
    expect(outcome.status).toBe(status)
    // a host that is busy receives what the guest says a second late
    expect(outcome.reasons.filter((reason) => reason !== 'clock_unusable')).toEqual(reasons)
    expect(outcome.log('console').toString()).toContain(console)
  })

  it('and all of it is derived again from the logs alone', async ({ skip }) => {
    if (campaign === undefined) return skip(missing)
    const { checks } = await verifyEvidence(campaign.directory, { benchmarks })
    expect(checks.filter(({ outcome }) => outcome === 'fail')).toEqual([])
  })
})
