import type { HostEvent } from '@capbench/core'
import { type PinChoice, readHostTopology } from '@capbench/host'
import { describe, expect, it, type TestContext } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { runBareMachine } from '../helpers/bare-machine.ts'
import { context, type GuestRun, runGuest } from '../helpers/run-guest.ts'

const { allowed } = readHostTopology()
const [first = 0, second = 0] = allowed

function needTwo(ctx: TestContext): void {
  if (allowed.length < 2) ctx.skip('one vCPU a CPU needs two CPUs')
}

async function boot(pin: PinChoice, vcpus: number): Promise<GuestRun> {
  const guest = linuxGuest({ accelerator: 'tcg', pin })
  expect(await guest.prepare(context)).toMatchObject({ unmet: [], pinning: 'per-vcpu' })
  return runGuest(guest, { vcpus })
}

const affinityOf = (events: readonly HostEvent[]) => events.filter((event) => event.kind === 'affinity')
const factsOf = (events: readonly HostEvent[], name: string) =>
  events.filter((event) => event.kind === 'fact' && event.name === name)

describe('a guest that is pinned vCPU by vCPU', () => {
  it('has each vCPU on its one CPU, read back for every thread before the start and near the end', async (ctx) => {
    needTwo(ctx)
    const { end, events } = await boot({ policy: 'list', cpus: [second, first], vcpus: 'each' }, 2)
    expect(end).toMatchObject({ end: 'finished', exit: { code: 33 } })
    const readings = affinityOf(events)
    expect(readings.map(({ when }) => when)).toEqual(['start', 'end'])
    for (const { wanted, vcpus = [], threads } of readings) {
      expect(wanted).toEqual([first, second])
      expect(vcpus.map(({ index, cpu }) => [index, cpu])).toEqual([
        [0, second],
        [1, first],
      ])
      for (const { tid, cpu } of vcpus) expect(threads.find((thread) => thread.tid === tid)?.cpus).toEqual([cpu])
      expect(threads.length).toBeGreaterThan(vcpus.length)
    }
    expect(factsOf(events, 'pin-refused')).toEqual([])
  })

  it('has its other threads elsewhere, those that QEMU makes later included', async (ctx) => {
    needTwo(ctx)
    const { end, events } = await boot({ policy: 'list', cpus: [second], vcpus: 'each', others: [first] }, 1)
    expect(end.end).toBe('finished')
    for (const { vcpus = [], threads } of affinityOf(events)) {
      const own = new Set(vcpus.map(({ tid }) => tid))
      const others = threads.filter(({ tid }) => !own.has(tid))
      expect(others.length).toBeGreaterThan(0)
      expect(new Set(others.flatMap(({ cpus }) => cpus))).toEqual(new Set([first]))
    }
  })

  it('is not started with fewer CPUs than vCPUs, unless that was asked for', async () => {
    const { end, events } = await boot({ policy: 'list', cpus: [first], vcpus: 'each' }, 2)
    expect(end).toMatchObject({ end: 'launch-failed', detail: expect.stringMatching(/2 vCPUs .* on 1 CPUs/) })
    expect(affinityOf(events)).toEqual([])
  })
})

describe('a machine whose vCPUs cannot be told apart', () => {
  const placement = { cpus: [first], vcpus: [first, first], others: [first] }

  it('runs both on one thread: nothing is pinned, and the run fails to launch', async () => {
    const { end } = await runBareMachine(['-accel', 'tcg,thread=single', '-smp', '2'], { placement })
    expect(end).toMatchObject({ end: 'launch-failed', phase: 'launch' })
    expect(end.detail).toMatch(/each has a thread of its own, here the threads are (\d+), \1; TCG needs thread=multi/)
  })

  it('has fewer of them than are to be pinned', async () => {
    const { end } = await runBareMachine(['-accel', 'tcg,thread=multi', '-smp', '1'], { placement })
    expect(end).toMatchObject({ end: 'launch-failed', detail: expect.stringContaining('QEMU has 1') })
  })
})

it('a refused pin is told and not taken for one that holds', async (ctx) => {
  if (allowed.length > 4000) ctx.skip('this host may have every CPU')
  const placement = { cpus: [first], vcpus: [4095], others: [first] }
  const { end, events } = await runBareMachine(['-accel', 'tcg'], {
    placement,
    hooks: { onRunning: ({ quit }) => quit() },
  })
  expect(end).toMatchObject({ end: 'finished' })
  expect(factsOf(events, 'pin-refused')).toEqual([
    expect.objectContaining({ value: expect.objectContaining({ cpus: [4095], refused: expect.stringMatching(/\w/) }) }),
  ])
  const [start] = affinityOf(events)
  const [vcpu] = start?.vcpus ?? []
  expect(vcpu?.cpu).toBe(4095)
  expect(start?.threads.find(({ tid }) => tid === vcpu?.tid)?.cpus).toEqual([first])
})
