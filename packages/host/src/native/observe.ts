import type { HostEvent, ThreadAffinity, TranscriptSink } from '@capbench/core'
import { markReadings } from '../contention/marks.ts'
import { cpuTimes, monotonicNs, schedstat } from '../contention/snapshot.ts'
import { readAffinity } from '../pinning/affinity.ts'
import { familyOf } from '../process/family.ts'

/** Writes what the host shows of a native run to `host.jsonl`. */
export interface NativeObserver {
  /** The launcher has started the program and read its affinity back before its first instruction. */
  readonly started: (program: { readonly pid: number; readonly cpus: readonly number[] }) => void
  /** The program says that a region of it begins or ends. */
  readonly mark: (value: unknown) => void
  readonly exited: () => void
}

/**
 * Threads and processes of the program are read when it starts, and at each of its marks. The affinity at the end of
 * the last region is the one that counts as `end`: later readings would race with the exit, and what is gone by then
 * would look like something that was never seen.
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
  return {
    started: ({ pid, cpus }) => {
      program = pid
      const threads = readAffinity(pid)
      // A short program may be gone by now; the launcher's reading is of the same kernel call, and earlier.
      affinity('start', threads.length > 0 ? threads : [{ tid: pid, comm: name.slice(0, 15), cpus }])
      sink.event(cpuTimes(wanted))
    },
    mark: (value) => {
      if (readings(value)?.edge !== 'end') return
      affinity(
        'end',
        family().flatMap((member) => readAffinity(member)),
      )
    },
    exited: () => sink.event(cpuTimes(wanted)),
  }
}
