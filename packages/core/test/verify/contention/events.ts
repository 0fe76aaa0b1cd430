import type { HostEvent } from '../../../src/target/events.ts'

type EventOf<K extends HostEvent['kind']> = Extract<HostEvent, { readonly kind: K }>

export const ms = 1_000_000

/** Synthetic readings: times in ms of the host. */
export const mark = (at: number, edge: 'begin' | 'end'): EventOf<'mark'> => ({
  kind: 'mark',
  atNs: at * ms,
  region: 'timed',
  edge,
})

export const schedstat = (
  at: number,
  threads: readonly { readonly tid: number; readonly run?: number; readonly delay?: number }[],
): EventOf<'schedstat'> => ({
  kind: 'schedstat',
  atNs: at * ms,
  threads: threads.map(({ tid, run = 0, delay = 0 }) => ({
    tid,
    comm: `thread ${tid}`,
    runNs: run * ms,
    delayNs: delay * ms,
  })),
})

/** Ticks of CPU 0, 1, ...; what is neither busy nor stolen is idle, so that each CPU has `at / 10` ticks in all. */
export const cpuTimes = (
  at: number,
  cpus: readonly { readonly user?: number; readonly system?: number; readonly steal?: number }[],
): EventOf<'cpu-times'> => ({
  kind: 'cpu-times',
  atNs: at * ms,
  cpus: cpus.map(({ user = 0, system = 0, steal = 0 }, cpu) => ({
    cpu,
    ticks: [user, 0, system, Math.max(0, at / 10 - user - system - steal), 0, 0, 0, steal],
  })),
})

export const affinity = ({
  cpus,
  ...change
}: Partial<EventOf<'affinity'>> & { readonly cpus: readonly number[] }): EventOf<'affinity'> => ({
  kind: 'affinity',
  atNs: 1,
  when: 'start',
  wanted: cpus,
  threads: [{ tid: 9, comm: 'q', cpus }],
  ...change,
})

export const vcpuThreads = (...tids: readonly number[]): EventOf<'fact'> => ({
  kind: 'fact',
  atNs: 1,
  name: 'vcpu-threads',
  value: { vcpus: tids.map((tid, index) => ({ index, tid })) },
})
