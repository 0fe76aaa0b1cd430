import { readdirSync, readFileSync } from 'node:fs'

/** One process, as `/proc/<pid>/stat` has it (proc(5)). */
export interface ProcessLine {
  readonly pid: number
  readonly state: string
  readonly parent: number
  readonly group: number
  readonly session: number
  /** Ticks since boot; with the pid it is the identity of a process. */
  readonly started: number
}

/** One process; undefined where it is gone. A zombie is still there. */
export function readProcess(pid: number): ProcessLine | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The command in brackets may hold any byte, so the fields are counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const number = (index: number): number => Number(fields[index])
    return {
      pid,
      state: fields[0] ?? '',
      parent: number(1),
      group: number(2),
      session: number(3),
      started: number(19),
    }
  } catch {
    return undefined
  }
}

/** Every process that can be seen. */
export function readProcesses(): readonly ProcessLine[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? [])
}

/** Does a process run, or could it? */
export const isRunning = ({ state }: ProcessLine): boolean => state !== 'Z' && state !== 'X'

/** Whether a process was started with this variable. Other users' environments cannot be read. */
export function hasVariable(pid: number, variable: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`.includes(`\0${variable}\0`)
  } catch {
    return false
  }
}
