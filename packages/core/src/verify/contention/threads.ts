import { eventsOf } from '../../parse/host-events.ts'
import type { HostEvent } from '../../target/events.ts'
import type { Span } from './region.ts'

/** What one thread did in the region, in ns of the host. */
export interface ThreadTime {
  readonly tid: number
  /** Number of the vCPU that it runs; null of a worker of a native run. */
  readonly vcpu: number | null
  readonly runNs: number
  /** Ready to run, and waiting for a CPU. */
  readonly delayNs: number
}

/**
 * CPU time and run delay of every thread that is there at the end of the region. One that started in between is counted
 * from its start: the kernel counts from zero.
 */
export function threadTimes({ from, to }: Span<'schedstat'>): readonly Omit<ThreadTime, 'vcpu'>[] {
  const before = new Map(from.threads.map((thread) => [thread.tid, thread]))
  return to.threads.map(({ tid, runNs, delayNs }) => {
    const start = before.get(tid)
    return {
      tid,
      runNs: Math.max(0, runNs - (start?.runNs ?? 0)),
      delayNs: Math.max(0, delayNs - (start?.delayNs ?? 0)),
    }
  })
}

/** Number of the vCPU of each thread: from the pins, else from what QEMU said. Empty natively. */
export function vcpuOfThread(events: readonly HostEvent[]): ReadonlyMap<number, number> {
  const pinned = eventsOf(events, 'affinity').flatMap(({ vcpus = [] }) => vcpus)
  const named = eventsOf(events, 'fact')
    .filter(({ name }) => name === 'vcpu-threads')
    .flatMap(({ value }) => (Array.isArray(value.vcpus) ? value.vcpus : []))
    .flatMap((each: unknown) => (isVcpu(each) ? [each] : []))
  return new Map([...named, ...pinned].map(({ tid, index }) => [tid, index]))
}

function isVcpu(value: unknown): value is { readonly index: number; readonly tid: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'index' in value &&
    'tid' in value &&
    Number.isSafeInteger(value.index) &&
    Number.isSafeInteger(value.tid)
  )
}
