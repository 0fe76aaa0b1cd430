import { verifyEvidence } from '@capbench/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { faultyBenchmark } from './support/faulty-benchmark.ts'
import { type FaultyCampaign, faultyCampaign } from './support/faulty-campaign.ts'

interface Row {
  readonly mode: string
  /** Default 1. */
  readonly vcpus?: number
  readonly status: 'failed' | 'invalid'
  readonly reason: string
  /** What else was found. */
  readonly and: readonly string[]
  /** What the console must hold; nothing where the guest dies in silence. */
  readonly console?: string
  readonly what: string
}

/** Guests that come to an end, one that no limit brings about. */
const ends: readonly Row[] = [
  {
    mode: 'panic',
    what: 'a panic of the kernel',
    status: 'invalid',
    reason: 'guest_panic',
    and: ['abnormal_exit', 'records_lost'],
    console: 'Kernel panic - not syncing: sysrq triggered crash',
  },
  {
    mode: 'init-death',
    what: 'the death of process 1',
    status: 'invalid',
    reason: 'guest_panic',
    and: ['guest_fault', 'abnormal_exit', 'records_lost'],
    console: 'Kernel panic - not syncing: Attempted to kill init!',
  },
  {
    mode: 'double-fault',
    what: 'a double fault',
    status: 'invalid',
    reason: 'guest_panic',
    and: ['guest_fault', 'abnormal_exit', 'records_lost'],
    console: 'PANIC: double fault',
  },
  {
    mode: 'triple-fault',
    what: 'a triple fault, which says nothing at all',
    status: 'invalid',
    reason: 'abnormal_exit',
    and: ['records_lost'],
  },
  {
    mode: 'null-write',
    what: 'an oops by a null pointer, after which the guest leaves cleanly',
    status: 'invalid',
    reason: 'guest_fault',
    and: ['workload_error', 'records_lost'],
    console: 'BUG: kernel NULL pointer dereference',
  },
  {
    mode: 'non-canonical',
    what: 'a general protection fault of the kernel',
    status: 'invalid',
    reason: 'guest_fault',
    and: ['records_lost'],
    console: 'general protection fault, probably for non-canonical address',
  },
  {
    mode: 'invalid-opcode',
    what: 'an invalid instruction in the kernel',
    status: 'invalid',
    reason: 'guest_fault',
    and: ['records_lost'],
    console: 'invalid opcode: 0000 [#1]',
  },
  {
    mode: 'out-of-memory',
    what: 'a program that the kernel ends because it took all memory',
    status: 'invalid',
    reason: 'guest_fault',
    and: ['workload_error', 'records_lost'],
    console: 'Out of memory: Killed process',
  },
  {
    mode: 'reboot',
    what: 'a reboot: no loop, since a reset is an end',
    status: 'invalid',
    reason: 'abnormal_exit',
    and: ['records_lost'],
    console: 'reboot: Restarting system',
  },
  {
    mode: 'power-off',
    what: 'a power-off in the middle of a run',
    status: 'invalid',
    reason: 'abnormal_exit',
    and: ['records_lost'],
    console: 'reboot: Power down',
  },
  {
    mode: 'end-and-power-off',
    what: 'an end record without the definite exit signal',
    status: 'invalid',
    reason: 'abnormal_exit',
    and: ['records_lost'],
    console: 'reboot: Power down',
  },
  {
    mode: 'clean-signal',
    what: 'the definite exit signal without an end record',
    status: 'invalid',
    reason: 'records_lost',
    and: [],
  },
  {
    mode: 'clean-signal-after-end',
    what: 'the definite exit signal after an end record, but not from init',
    status: 'invalid',
    reason: 'records_lost',
    and: [],
  },
]

/** Guests that go on for ever: a limit ends them. */
const hangs: readonly Row[] = [
  {
    mode: 'spin',
    what: 'a program that computes for ever',
    status: 'failed',
    reason: 'run_timeout',
    and: ['records_lost'],
  },
  {
    mode: 'wait',
    what: 'a program that waits for ever',
    status: 'failed',
    reason: 'run_timeout',
    and: ['records_lost'],
  },
  {
    mode: 'spin-deaf',
    what: 'a machine that works at full speed and hears nothing',
    status: 'failed',
    reason: 'run_timeout',
    and: ['records_lost'],
  },
  {
    mode: 'halt',
    what: 'a halt',
    status: 'failed',
    reason: 'run_timeout',
    and: ['records_lost'],
    console: 'reboot: System halted',
  },
]

/** A guest whose program ends in time, and that does not leave. */
const stays: readonly Row[] = [
  { mode: 'exit-hang', what: 'an init that does not leave', status: 'failed', reason: 'exit_timeout', and: [] },
]

/** Guests of which the kernel says by itself, after a while, that something hangs. */
const watched: readonly Row[] = [
  {
    mode: 'soft-lockup',
    what: 'a CPU that does nothing but kernel code',
    status: 'invalid',
    reason: 'guest_fault',
    and: ['run_timeout', 'records_lost'],
    console: 'watchdog: BUG: soft lockup - CPU#0 stuck',
  },
  {
    mode: 'rcu-stall',
    vcpus: 2,
    what: 'a CPU that holds up the whole kernel',
    status: 'invalid',
    reason: 'guest_fault',
    and: ['run_timeout', 'records_lost'],
    console: 'rcu: INFO: rcu_preempt ',
  },
  {
    mode: 'hung-task',
    what: 'a task that waits for ever',
    status: 'invalid',
    reason: 'guest_fault',
    and: ['run_timeout', 'records_lost'],
    console: 'blocked for more than 1 seconds',
  },
]

const groups = [
  { name: 'ends', rows: ends, timeoutMs: 60_000 },
  { name: 'hangs', rows: hangs, timeoutMs: 2500 },
  { name: 'stays', rows: stays, timeoutMs: 60_000 },
  { name: 'watched', rows: watched, timeoutMs: 8000 },
]
const benchmarks = groups.map(({ name, rows, timeoutMs }) => faultyBenchmark(name, 'bad-kernel', rows, timeoutMs))
let campaign: FaultyCampaign

beforeAll(async () => {
  const target = linuxGuest({ accelerator: 'tcg', runFactor: 1, timeouts: { exit: 3000 }, confine: false })
  campaign = await faultyCampaign(benchmarks, [target], { oversubscribe: true })
}, 600_000)
afterAll(() => campaign?.remove())

describe('a guest that breaks costs its own row, with the reason, and its log is kept', () => {
  it.each(groups.flatMap(({ name, rows }) => rows.map((row) => ({ group: name, ...row }))))(
    '$mode: $what is $status, $reason',
    ({ group, mode, status, reason, and, console }) => {
      const outcome = campaign.outcome(group, 'linux', mode)
      expect(outcome).toMatchObject({ status, reasons: [reason, ...and] })
      expect(outcome.log('records').toString()).toContain('"program":"bad-kernel"')
      if (console === undefined) expect(outcome.log('console').toString()).toBe('')
      else {
        expect(outcome.log('console').toString()).toContain(console)
        expect(outcome.detail).toContain(console)
      }
    },
  )

  it('a hang says whether the guest worked or waited', () => {
    const worked = (mode: string): number =>
      Number(/vCPU 0 worked (\d+) % of the last/.exec(campaign.outcome('hangs', 'linux', mode).detail)?.[1])
    for (const idle of ['halt', 'wait'])
      for (const busy of ['spin', 'spin-deaf']) expect(worked(busy)).toBeGreaterThan(worked(idle))
  })

  it('and all of it is derived again from the logs alone', async () => {
    const { checks } = await verifyEvidence(campaign.directory, { benchmarks })
    expect(checks.filter(({ outcome }) => outcome === 'fail')).toEqual([])
  })
})
