import { familyOf } from '../process/family.ts'
import { schedstat } from './snapshot.ts'

/**
 * Begins to measure how long a process and all below it are kept waiting for a CPU.
 *
 * The measure is the run delay of the kernel's scheduler (`/proc/<pid>/task/<tid>/schedstat`): time in which a thread
 * could run and had no CPU. Of all threads the one that waited longest counts, because what it was to do came later by
 * that much; the sum would count one delay many times. A process that hangs idle waits for nothing.
 *
 * @returns says the milliseconds since the begin; 0 on a kernel without schedstat
 */
export function measureRunDelay(pid: number): () => number {
  const delays = (): ReadonlyMap<number, number> =>
    new Map(familyOf(pid).flatMap((member) => schedstat(member).threads.map(({ tid, delayNs }) => [tid, delayNs])))
  const before = delays()
  return () => Math.max(0, ...[...delays()].map(([tid, delayNs]) => delayNs - (before.get(tid) ?? 0))) / 1e6
}
