import { readdirSync, readFileSync } from 'node:fs'

/** A line of the process table (proc(5)). */
export interface ProcessEntry {
  readonly pid: number
  /** `Z` and `X` have ended. */
  readonly state: string
  readonly parent: number
  readonly group: number
  readonly session: number
  /** Ticks since boot; with the pid it is the identity of a process. */
  readonly started: number
}

/** One process; undefined where it is gone. One that has ended and was not reaped is still there. */
export function processEntry(pid: number): ProcessEntry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The command in brackets may hold any byte, so the fields are counted from its end.
    const [state = '', ...numbers] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [parent = 0, group = 0, session = 0] = numbers.map(Number)
    return { pid, state, parent, group, session, started: Number(numbers[18]) }
  } catch {
    return undefined
  }
}

/** Does a process run, or could it? */
export const isRunning = ({ state }: ProcessEntry): boolean => state !== 'Z' && state !== 'X'

/**
 * Every process that can be seen, from `/proc/<pid>/stat`. Processes that end while this reads are left out.
 *
 * @param from only pids from this one on, which is cheaper on a busy host
 */
export function processTable(from = 1): readonly ProcessEntry[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) >= from)
    .flatMap((entry) => processEntry(Number(entry)) ?? [])
}
