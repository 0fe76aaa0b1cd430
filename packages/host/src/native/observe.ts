import type { ThreadAffinity, TranscriptSink } from '@capbench/core'
import { cpuTimes, monotonicNs, schedstat } from '../contention/snapshot.ts'
import { readAffinity } from '../pinning/affinity.ts'
import { descendantsOf } from './process-tree.ts'

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
 * processes are read before it and after it.
 */
export function observeNative(
  launcher: number,
  wanted: readonly number[],
  name: string,
  sink: TranscriptSink,
): NativeObserver {
  const affinity = (when: 'start' | 'end', threads: readonly ThreadAffinity[]): void => {
    if (threads.length > 0) sink.event({ kind: 'affinity', atNs: monotonicNs(), when, wanted, threads })
  }
  return {
    started: ({ pid, cpus }) => {
      const threads = readAffinity(pid)
      // A short program may be gone by now; the launcher's reading is of the same kernel call, and earlier.
      affinity('start', threads.length > 0 ? threads : [{ tid: pid, comm: name.slice(0, 15), cpus }])
      sink.event(cpuTimes(wanted))
    },
    mark: (edge) => {
      sink.event(cpuTimes(wanted))
      if (edge === 'begin') return
      const pids = descendantsOf(launcher)
      affinity(
        'end',
        pids.flatMap((pid) => readAffinity(pid)),
      )
      sink.event({ kind: 'schedstat', atNs: monotonicNs(), threads: pids.flatMap((pid) => schedstat(pid).threads) })
    },
    exited: () => sink.event(cpuTimes(wanted)),
  }
}
