import type { HostEvent, TranscriptSink } from '@capbench/core'
import { cpuTimes, markReadings, monotonicNs, readAffinity, schedstat } from '@capbench/host'
import type { PlacedVcpu } from './place.ts'
import { sharesText, workedShares } from './worked.ts'

type EventOf<K extends HostEvent['kind']> = Extract<HostEvent, { readonly kind: K }>

/** Affinity and run delay of every thread at one moment. */
interface Reading {
  readonly affinity: EventOf<'affinity'>
  readonly schedstat: EventOf<'schedstat'>
}

/** Least time between two readings of a running guest, so that watching costs it nothing that could be measured. */
const intervalNs = 100_000_000

/** Reads what the threads of QEMU may use and what they used, and writes it to `host.jsonl`. */
export interface MachineObserver {
  /** Before the first guest instruction. */
  readonly start: (vcpus: readonly PlacedVcpu[]) => void
  /** The program says that a region of it begins or ends. */
  readonly mark: (value: unknown) => void
  /** Output came; `nearEnd` where the run is known to be near its end. */
  readonly output: (nearEnd: boolean) => void
  /** The guest is about to be ended: says, for a person, whether it worked or waited since its last report. */
  readonly halting: () => string
  /** The process has ended: reports the last reading that saw every vCPU. */
  readonly finish: () => void
}

/**
 * Observes the process of a machine. A guest leaves by an exit of QEMU that nobody can hold up, so what is reported as
 * `end` is the last reading before it: threads that are already gone must not look like threads that were never seen.
 *
 * @param wanted CPUs that the process is pinned to; empty where it is not
 */
export function observeMachine(pid: number, wanted: readonly number[], sink: TranscriptSink): MachineObserver {
  const cpus = wanted.length > 0 ? wanted : undefined
  const busy = (): void => sink.event(cpuTimes(cpus))
  const readings = markReadings(sink, () => schedstat(pid), cpus)
  let vcpus: readonly PlacedVcpu[] = []
  const read = (when: 'start' | 'end'): Reading => {
    const pinned = vcpus.flatMap(({ index, tid, cpu }) => (cpu === undefined ? [] : [{ index, tid, cpu }]))
    const threads = readAffinity(pid)
    return {
      affinity: {
        kind: 'affinity',
        atNs: monotonicNs(),
        when,
        wanted,
        ...(pinned.length > 0 && { vcpus: pinned }),
        threads,
      },
      schedstat: schedstat(pid),
    }
  }
  let last: Reading | undefined
  let lastNs = 0
  let reported: EventOf<'schedstat'> | undefined
  const readAgain = (): void => {
    const reading = read('end')
    lastNs = monotonicNs()
    const seen = new Set(reading.affinity.threads.map(({ tid }) => tid))
    if (vcpus.length > 0 && vcpus.every(({ tid }) => seen.has(tid))) {
      last = reading
      reported = reading.schedstat
    }
  }
  return {
    start: (threads) => {
      vcpus = threads
      const first = read('start')
      sink.event(first.affinity)
      sink.event(first.schedstat)
      reported = first.schedstat
      busy()
    },
    halting: () => {
      if (reported === undefined) return ''
      const now = schedstat(pid)
      const shares = workedShares(vcpus, reported, now)
      const silentNs = now.atNs - reported.atNs
      const value = { silentNs, vcpus: shares.map(({ index, share }) => ({ index, share })) }
      sink.event({ kind: 'fact', atNs: now.atNs, name: 'halted', value })
      return sharesText(shares, silentNs / 1e9)
    },
    mark: (value) => {
      if (readings(value)?.edge === 'end') readAgain()
    },
    output: (nearEnd) => {
      if (nearEnd || monotonicNs() - lastNs >= intervalNs) readAgain()
    },
    finish: () => {
      if (last) {
        sink.event(last.affinity)
        sink.event(last.schedstat)
      }
      busy()
    },
  }
}
