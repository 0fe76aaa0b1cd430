import type { HostEvent, TranscriptSink } from '@capbench/core'
import { monotonicNs, readAffinity, schedstat } from '@capbench/host'

type EventOf<K extends HostEvent['kind']> = Extract<HostEvent, { readonly kind: K }>

/** Most readings that one emulator may cause: one that moves its threads all the time is not worth more. */
const maxChanges = 32

/** Readings of the threads of one emulator. */
export interface Readings {
  /** Reads again; every change of what the threads may use is told at once. */
  readonly read: () => void
  /** The emulator is gone: tells its last reading. */
  readonly finish: () => void
}

/**
 * Reads affinity and run delay of an emulator that somebody else started. Its end cannot be held up, so what is told as
 * `end` is the last reading before it; one that was read once alone has no `end`.
 *
 * @param wanted CPUs that it is to stay on; empty where nobody asked for any
 */
export function readEmulator(pid: number, wanted: readonly number[], sink: TranscriptSink): Readings {
  let last: { readonly affinity: EventOf<'affinity'>; readonly schedstat: EventOf<'schedstat'> } | undefined
  let again = false
  let allowed = ''
  let changes = 0
  const read = (): void => {
    const threads = readAffinity(pid)
    const times = schedstat(pid)
    if (threads.length === 0 || times.threads.length === 0) return
    const now = [...new Set(threads.map(({ cpus }) => cpus.join()))].sort().join(';')
    const event = { kind: 'affinity', atNs: monotonicNs(), wanted, threads } as const
    const first = last === undefined
    if (first || (now !== allowed && ++changes <= maxChanges)) {
      sink.event({ ...event, when: first ? 'start' : 'end' })
      if (first) sink.event(times)
    }
    allowed = now
    again = !first
    last = { affinity: { ...event, when: 'end' }, schedstat: times }
  }
  return {
    read,
    finish: () => {
      if (last === undefined || !again) return
      sink.event(last.affinity)
      sink.event(last.schedstat)
    },
  }
}
