import type { ThreadAffinity, TranscriptSink } from '@capbench/core'
import { cpuTimes, monotonicNs, schedstat } from '../contention/snapshot.ts'
import { readAffinity } from '../pinning/affinity.ts'
import { familyOf } from './process-tree.ts'

/** Writes what the host shows of a native run to `host.jsonl`. */
export interface NativeObserver {
  /** The launcher has started the program and read its affinity back before its first instruction. */
  readonly started: (program: { readonly pid: number; readonly cpus: readonly number[] }) => void
  /** The program says that its timed region begins or ends. */
  readonly mark: (edge: 'begin' | 'end') => void
  readonly exited: () => void
}

/**
 * Inside the timed region only one small file is read: the SDK runs on the same CPUs as the program. Threads and
 * processes are read before it and right after it. The second reading is a race with the end of the program: what is
 * gone by then is not reported.
 *
 * @param name of the program
 */
export function observeNative(wanted: readonly number[], name: string, sink: TranscriptSink): NativeObserver {
  let program: number | undefined
  const affinity = (when: 'start' | 'end', threads: readonly ThreadAffinity[]): void => {
    if (threads.length > 0) sink.event({ kind: 'affinity', atNs: monotonicNs(), when, wanted, threads })
  }
  const readFamily = (pid: number): void => {
    const family = familyOf(pid)
    const threads = family.flatMap((member) => schedstat(member).threads)
    affinity(
      'end',
      family.flatMap((member) => readAffinity(member)),
    )
    if (threads.length > 0) sink.event({ kind: 'schedstat', atNs: monotonicNs(), threads })
  }
  return {
    started: ({ pid, cpus }) => {
      program = pid
      const threads = readAffinity(pid)
      // A short program may be gone by now; the launcher's reading is of the same kernel call, and earlier.
      affinity('start', threads.length > 0 ? threads : [{ tid: pid, comm: name.slice(0, 15), cpus }])
      sink.event(cpuTimes(wanted))
    },
    mark: (edge) => {
      sink.event(cpuTimes(wanted))
      if (edge === 'end' && program !== undefined) readFamily(program)
    },
    exited: () => sink.event(cpuTimes(wanted)),
  }
}
