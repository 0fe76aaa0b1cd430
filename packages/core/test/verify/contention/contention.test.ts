import { canonicalBytes, type JsonObject, type TargetFacts } from '@capbench/core'
import { launcherReport } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import type { HostEvent } from '../../../src/target/events.ts'
import { contentionOf, contentionOfRun } from '../../../src/verify/contention/contention.ts'
import { placementOf } from '../../../src/verify/placement.ts'
import { program } from '../../pipeline/toy.ts'
import { affinity, cpuTimes, mark, ms, schedstat, vcpuThreads } from './events.ts'

const of = (events: readonly HostEvent[], pinned = true) => contentionOf(events, placementOf(events, pinned))
const kinds = (events: readonly HostEvent[]) => of(events).contaminations.map(({ kind }) => kind)

/** A guest of two vCPUs on CPUs 0 and 1 whose timed region takes 1 s, from 2 s on. */
const guest = (end: Parameters<typeof schedstat>[1], ticks: Parameters<typeof cpuTimes>[1]): readonly HostEvent[] => [
  affinity({ cpus: [0, 1] }),
  vcpuThreads(10, 11),
  schedstat(100, [{ tid: 9 }, { tid: 10 }, { tid: 11 }]),
  cpuTimes(100, [{}, {}]),
  mark(2000, 'begin'),
  schedstat(2000, [
    { tid: 9, run: 5 },
    { tid: 10, run: 1500, delay: 700 },
    { tid: 11, run: 40, delay: 3 },
  ]),
  cpuTimes(2000, [{ user: 160 }, { user: 30 }]),
  mark(3000, 'end'),
  schedstat(3000, end),
  cpuTimes(3000, ticks),
  schedstat(9000, [{ tid: 9 }, { tid: 10, delay: 5000 }, { tid: 11 }]),
  cpuTimes(9000, [{ user: 900, steal: 400 }, { user: 900 }]),
]
const quiet = [
  { tid: 9, run: 10 },
  { tid: 10, run: 2490, delay: 710 },
  { tid: 11, run: 1035, delay: 8 },
]
const quietTicks = [{ user: 260 }, { user: 130 }]

describe('the timed region', () => {
  test('of a quiet run: what each vCPU had and waited for, and nothing to complain about', () => {
    expect(of(guest(quiet, quietTicks))).toEqual({
      region: 'timed',
      wallNs: 1000 * ms,
      threads: [
        { tid: 10, vcpu: 0, runNs: 990 * ms, delayNs: 10 * ms },
        { tid: 11, vcpu: 1, runNs: 995 * ms, delayNs: 5 * ms },
      ],
      steal: 0,
      foreignLoad: 0.005,
      contaminations: [],
    })
  })

  test('lies between the first begin and the last end; what is outside does not count', () => {
    const more = [
      ...guest(quiet, quietTicks).slice(0, 10),
      mark(4000, 'begin'),
      schedstat(4000, quiet),
      cpuTimes(4000, quietTicks),
      mark(6000, 'end'),
      schedstat(6000, [
        { tid: 10, run: 4000, delay: 1700 },
        { tid: 11, run: 2035 },
      ]),
      cpuTimes(6000, [{ user: 400 }, { user: 330 }]),
    ]
    expect(of(more)).toMatchObject({ region: 'timed', wallNs: 4000 * ms, threads: [{ delayNs: 1000 * ms }, {}] })
  })

  test('that is short shows a wait that is a large part of it, and no single turn of the scheduler', () => {
    const short = (delay: number) => [
      vcpuThreads(10),
      mark(2000, 'begin'),
      schedstat(2000, [{ tid: 10 }]),
      mark(2023, 'end'),
      schedstat(2023, [{ tid: 10, run: 23 - delay, delay }]),
    ]
    expect(of(short(13)).contaminations).toMatchObject([{ kind: 'runDelay', limit: 0.05 }])
    expect(of(short(4)).contaminations).toEqual([])
  })

  test('is unseen where both marks were read at once: a starved observer says nothing, not that all is well', () => {
    const late = guest(quiet, quietTicks).map((event) =>
      event.atNs === 2000 * ms ? { ...event, atNs: 3000 * ms - 19 * ms } : event,
    )
    expect(of(late)).toEqual({
      region: 'unseen',
      wallNs: 19 * ms,
      threads: [],
      steal: null,
      foreignLoad: null,
      contaminations: [],
    })
    expect(of(late.map((event) => (event.atNs === 2981 * ms ? { ...event, atNs: 2980 * ms } : event)))).toMatchObject({
      region: 'timed',
    })
  })

  test('is the whole run where the program marks none, or another one', () => {
    const whole = { region: 'whole-run', wallNs: 8900 * ms }
    const unmarked = guest(quiet, quietTicks).filter(({ kind }) => kind !== 'mark')
    expect(of(unmarked)).toMatchObject(whole)
    const other = guest(quiet, quietTicks).map((event) =>
      event.kind === 'mark' ? { ...event, region: 'warm' } : event,
    )
    expect(of(other)).toMatchObject(whole)
    const half = guest(quiet, quietTicks).filter((event) => event.kind !== 'mark' || event.edge === 'begin')
    expect(of(half)).toMatchObject(whole)
  })

  test('has no figures where nobody read anything', () => {
    const none = { wallNs: null, threads: [], steal: null, foreignLoad: null, contaminations: [] }
    expect(of([])).toEqual({ region: 'whole-run', ...none })
    expect(of([schedstat(1, quiet)])).toEqual({ region: 'whole-run', ...none })
  })
})

describe('contamination', () => {
  test('a vCPU that waited for its CPU, by more than the scheduler makes anybody wait', () => {
    const waited = (delay: number) =>
      guest([...quiet.slice(0, 2), { tid: 11, run: 1035, delay: 3 + delay }], quietTicks)
    expect(of(waited(51)).contaminations).toEqual([
      {
        kind: 'runDelay',
        value: 0.051,
        limit: 0.05,
        detail: 'vCPU 1 waited 5.1 % of the region for a CPU (51 ms; 5 % is let pass)',
      },
    ])
    expect(kinds(waited(50))).toEqual([])
  })

  test('a short region is not blamed for one turn of the scheduler', () => {
    const short = (delay: number) => [
      affinity({ cpus: [0] }),
      mark(0, 'begin'),
      schedstat(0, [{ tid: 10 }]),
      mark(100, 'end'),
      schedstat(100, [{ tid: 10, run: 80, delay }]),
    ]
    expect(kinds(short(20))).toEqual([])
    expect(kinds(short(21))).toEqual(['runDelay'])
  })

  test('other threads of the emulator may wait: they are no vCPUs', () => {
    expect(kinds(guest([{ tid: 9, delay: 900 }, ...quiet.slice(1)], quietTicks))).toEqual([])
  })

  test('time that the hypervisor below took', () => {
    const stolen = (steal: number) => guest(quiet, [{ user: 260 - steal, steal }, { user: 130 }])
    expect(of(stolen(5)).contaminations).toMatchObject([{ kind: 'steal', value: 5 / 200, limit: 0.01 }])
    // Four ticks on two CPUs are two each: the resolution of the counters.
    expect(of(stolen(4))).toMatchObject({ steal: 0.02, contaminations: [] })
  })

  test('other work on the pinned CPUs: what was busy there and was not ours', () => {
    const busy = (ticks: number) =>
      guest(
        [{ tid: 9 }, { tid: 10, run: 1990, delay: 700 }, quiet[2] ?? { tid: 11 }],
        [{ user: 160 + 50 + ticks }, quietTicks[1] ?? {}],
      )
    // 490 + 995 ms of our own of 50 + 100 ticks: 15 ms on two CPUs are rounding.
    expect(of(busy(0)).foreignLoad).toBeCloseTo(0.0075, 6)
    expect(kinds(busy(8))).toEqual([])
    expect(of(busy(10)).contaminations).toMatchObject([{ kind: 'foreignLoad', limit: 0.05 }])
  })

  test('of vCPUs with a CPU each is looked for on those alone', () => {
    const vcpus = [{ index: 0, tid: 10, cpu: 1 }]
    const threads = [
      { tid: 9, comm: 'q', cpus: [0, 1] },
      { tid: 10, comm: 'CPU 0/TCG', cpus: [1] },
    ]
    const pins = (when: 'start' | 'end') => affinity({ when, cpus: [0, 1], vcpus, threads })
    const events = (other: number) => [
      pins('start'),
      mark(0, 'begin'),
      schedstat(0, [{ tid: 9 }, { tid: 10 }]),
      cpuTimes(0, [{}, {}]),
      mark(1000, 'end'),
      schedstat(1000, [
        { tid: 9, run: 700 },
        { tid: 10, run: 1000 },
      ]),
      cpuTimes(1000, [{ user: 100 }, { user: 100 + other }]),
      pins('end'),
    ]
    expect(of(events(0))).toMatchObject({ foreignLoad: 0, contaminations: [] })
    expect(kinds(events(20))).toEqual(['foreignLoad'])
  })

  test('is not looked for on CPUs that nobody was pinned to', () => {
    const events = guest(quiet, [{ user: 260, system: 90 }, { user: 230 }])
    expect(of(events).foreignLoad).toBeGreaterThan(0.5)
    expect(of(events, false)).toMatchObject({ foreignLoad: null, contaminations: [] })
  })
})

describe('a native run', () => {
  const native = (begin: Parameters<typeof schedstat>[1], end: Parameters<typeof schedstat>[1], busy: number) => [
    affinity({ cpus: [0] }),
    mark(0, 'begin'),
    schedstat(0, begin),
    cpuTimes(0, [{}]),
    mark(1000, 'end'),
    schedstat(1000, end),
    cpuTimes(1000, [{ user: busy }]),
  ]
  const own = (events: readonly HostEvent[], processNs?: number) =>
    contentionOf(events, placementOf(events, true), processNs)

  test('whose workers are gone by the end is not blamed for its own load: the kernel kept account of them', () => {
    const events = native([{ tid: 20 }, { tid: 21 }], [{ tid: 20, run: 1 }], 99)
    expect(own(events, 980 * ms)).toMatchObject({ foreignLoad: 0.01, contaminations: [] })
    expect(own(events, 900 * ms)).toMatchObject({ contaminations: [{ kind: 'foreignLoad', value: 0.09 }] })
    // It used CPU time outside of the region as well: others are never counted too high.
    expect(own(events, 2000 * ms)).toMatchObject({ foreignLoad: 0, contaminations: [] })
    expect(own(events)).toMatchObject({ foreignLoad: null, contaminations: [] })
  })

  test('shares its CPUs at most whole: a tick more than the time that passed is nobody’s', () => {
    const events = native([{ tid: 20 }], [{ tid: 20 }], 101)
    expect(own(events, 0)).toMatchObject({
      foreignLoad: 1,
      contaminations: [{ value: 1, detail: expect.stringContaining('others used 100 % ') }],
    })
  })

  test('takes its CPU time from the launcher, and from nobody else', () => {
    const events = native([{ tid: 20 }], [{ tid: 20, run: 1 }], 99)
    const request = { launcherNonce: 'b'.repeat(32), vcpus: 1, work: { form: 'program', program, args: [] } } as const
    const judge = (launcher: Uint8Array, change: Partial<TargetFacts> = {}) =>
      contentionOfRun(
        {
          record: request,
          channel: (name) => (name === 'launcher' ? launcher : new Uint8Array()),
          hostEvents: () => events.map((event) => canonicalBytes(event as unknown as JsonObject)),
        },
        { pinning: 'process', accelerator: 'native', cleanExit: { code: 0, launcher: true }, ...change } as TargetFacts,
      ).foreignLoad
    // The report of the fixture is of a program that used one nanosecond.
    expect(judge(launcherReport(request))).toBeCloseTo(0.99, 8)
    expect(judge(launcherReport({ ...request, launcherNonce: 'c'.repeat(32) }))).toBeNull()
    expect(judge(new Uint8Array())).toBeNull()
    expect(judge(launcherReport(request), { accelerator: 'tcg' })).toBeNull()
    expect(judge(launcherReport(request), { cleanExit: { code: 0, launcher: false } })).toBeNull()
  })

  test('counts its workers from their start, unless nobody was seen at the begin', () => {
    expect(
      own(
        native(
          [{ tid: 20, run: 5, delay: 9 }],
          [
            { tid: 20, run: 6, delay: 9 },
            { tid: 21, run: 900, delay: 60 },
          ],
          99,
        ),
      ),
    ).toMatchObject({
      threads: [
        { tid: 20, vcpu: null, runNs: 1 * ms, delayNs: 0 },
        { tid: 21, vcpu: null, runNs: 900 * ms, delayNs: 60 * ms },
      ],
      contaminations: [{ kind: 'runDelay', value: 0.06 }],
    })
    expect(own(native([], [{ tid: 20, run: 900, delay: 60 }], 99), 990 * ms)).toMatchObject({
      region: 'timed',
      wallNs: null,
      threads: [],
      foreignLoad: 0,
      contaminations: [],
    })
  })
})
