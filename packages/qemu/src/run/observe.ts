import type { HostEvent, TranscriptSink } from '@capbench/core'
import { cpuTimes, monotonicNs, readAffinity, schedstat } from '@capbench/host'
import type { VcpuThread } from '../qmp/queries.ts'

type EventOf<K extends HostEvent['kind']> = Extract<HostEvent, { readonly kind: K }>

/** Affinity and run delay of every thread at one moment. */
interface Reading {
  readonly affinity: EventOf<'affinity'>
  readonly schedstat: EventOf<'schedstat'>
}

/** Least time between two readings of a running guest, so that watching costs it nothing that could be measured. */
const intervalNs = 100_000_000
/** Marks of one run that are acted upon; a program that prints more is not worth the readings. */
const maxMarks = 256

/** Reads what the threads of QEMU may use and what they used, and writes it to `host.jsonl`. */
export interface MachineObserver {
  /** Before the first guest instruction. */
  readonly start: (vcpus: readonly VcpuThread[]) => void
  /** The program says that its timed region begins or ends. */
  readonly mark: () => void
  /** Output came; `nearEnd` where the run is known to be near its end. */
  readonly output: (nearEnd: boolean) => void
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
  const busy = (): void => sink.event(cpuTimes(wanted.length > 0 ? wanted : undefined))
  const read = (when: 'start' | 'end'): Reading => ({
    affinity: { kind: 'affinity', atNs: monotonicNs(), when, wanted, threads: readAffinity(pid) },
    schedstat: schedstat(pid),
  })
  let vcpus: readonly VcpuThread[] = []
  let last: Reading | undefined
  let lastNs = 0
  let marks = 0
  return {
    start: (threads) => {
      vcpus = threads
      const first = read('start')
      sink.event(first.affinity)
      sink.event(first.schedstat)
      busy()
    },
    mark: () => {
      if (++marks > maxMarks) return
      sink.event(schedstat(pid))
      busy()
    },
    output: (nearEnd) => {
      if (!nearEnd && monotonicNs() - lastNs < intervalNs) return
      const reading = read('end')
      lastNs = monotonicNs()
      const seen = new Set(reading.affinity.threads.map(({ tid }) => tid))
      if (vcpus.length > 0 && vcpus.every(({ tid }) => seen.has(tid))) last = reading
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
