import type { HostEvent, TranscriptSink } from '@capbench/core'
import { cpuTimes, monotonicNs, readAffinity, schedstat } from '@capbench/host'

/** A process that ends while its threads are read leaves nothing to read; the last full reading stands then. */
interface Reading {
  readonly affinity: Extract<HostEvent, { readonly kind: 'affinity' }>
  readonly schedstat: Extract<HostEvent, { readonly kind: 'schedstat' }>
}

/** Least time between two readings of a running guest, so that watching costs it nothing that could be measured. */
const intervalNs = 100_000_000

/** Reads back what the threads of a run may use and what they used. */
export interface Observer {
  /** Before the first guest instruction. */
  readonly start: () => void
  /** While output arrives; `certain` where the run is known to be near its end. */
  readonly during: (certain: boolean) => void
  /** After the process: reports the last reading. */
  readonly finish: () => void
}

/**
 * Observes a process and writes what it sees to `host.jsonl`: affinity and run delay of every thread, busy time of the CPUs.
 *
 * The guest leaves by an exit of QEMU that nobody can stop in time, so `end` is the last reading before it.
 */
export function observeProcess(pid: number, wanted: readonly number[], sink: TranscriptSink): Observer {
  let last: Reading | undefined
  let lastNs = 0
  const read = (when: 'start' | 'end'): Reading => ({
    affinity: { kind: 'affinity', atNs: monotonicNs(), when, wanted, threads: readAffinity(pid) },
    schedstat: schedstat(pid),
  })
  const report = (reading: Reading): void => {
    sink.event(reading.affinity)
    sink.event(reading.schedstat)
    sink.event(cpuTimes(wanted.length > 0 ? wanted : undefined))
  }
  return {
    start: () => {
      const reading = read('start')
      lastNs = reading.affinity.atNs
      report(reading)
    },
    during: (certain) => {
      if (!certain && monotonicNs() - lastNs < intervalNs) return
      const reading = read('end')
      lastNs = monotonicNs()
      if (reading.affinity.threads.length > 0) last = reading
    },
    finish: () => {
      if (last) report(last)
    },
  }
}
