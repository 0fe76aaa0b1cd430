import type { HostEvent, ThreadAffinity, TranscriptSink } from '@capbench/core'
import { markReadings, maxMarks } from '../contention/marks.ts'
import { cpuTimes, monotonicNs, schedstat } from '../contention/snapshot.ts'
import { readAffinity } from '../pinning/affinity.ts'
import { familyOf } from '../process/family.ts'

/** Writes what the host shows of a native run to `host.jsonl`. */
export interface NativeObserver {
  /** The launcher has started the program and read its affinity back before its first instruction. */
  readonly started: (program: { readonly pid: number; readonly cpus: readonly number[] }) => void
  /** The program says that a region of it begins or ends. */
  readonly mark: (value: unknown) => void
  /** The launcher read the affinity of the program once more, when it had ended and was not reaped yet. */
  readonly ended: (cpus: readonly number[]) => void
  /** The launcher is gone. */
  readonly exited: () => void
}

/**
 * Threads and processes of the program are read when it starts, and at each of its marks; marks that overtake the
 * launcher's report wait for it. The affinity is read again at the end of a region, and by the launcher of what has
 * ended: readings from here would race with the exit, and what is gone by then would look like something never seen.
 *
 * @param name of the program
 */
export function observeNative(wanted: readonly number[], name: string, sink: TranscriptSink): NativeObserver {
  let program: number | undefined
  const family = (): readonly number[] => (program === undefined ? [] : familyOf(program))
  const affinity = (when: 'start' | 'end', threads: readonly ThreadAffinity[]): void => {
    if (threads.length > 0) sink.event({ kind: 'affinity', atNs: monotonicNs(), when, wanted, threads })
  }
  const readThreads = (): Extract<HostEvent, { kind: 'schedstat' }> => ({
    kind: 'schedstat',
    atNs: monotonicNs(),
    threads: family().flatMap((member) => schedstat(member).threads),
  })
  const readings = markReadings(sink, readThreads, wanted)
  const early: unknown[] = []
  const mark = (value: unknown): void => {
    if (readings(value)?.edge !== 'end') return
    affinity(
      'end',
      family().flatMap((member) => readAffinity(member)),
    )
  }
  const comm = name.slice(0, 15)
  return {
    started: ({ pid, cpus }) => {
      program = pid
      const threads = readAffinity(pid)
      // A short program may be gone by now; the launcher's reading is of the same kernel call, and earlier.
      affinity('start', threads.length > 0 ? threads : [{ tid: pid, comm, cpus }])
      sink.event(cpuTimes(wanted))
      for (const value of early.splice(0)) mark(value)
    },
    mark: (value) => {
      if (program !== undefined) mark(value)
      else if (early.length < maxMarks) early.push(value)
    },
    ended: (cpus) => {
      if (program !== undefined && cpus.length > 0) affinity('end', [{ tid: program, comm, cpus }])
    },
    exited: () => {
      for (const value of early.splice(0)) mark(value) // the report never came
      sink.event(cpuTimes(wanted))
    },
  }
}
