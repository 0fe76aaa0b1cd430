import { readFileSync } from 'node:fs'

/** Whether a process was started with this variable. Other users' environments cannot be read. */
export function hasVariable(pid: number, variable: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`.includes(`\0${variable}\0`)
  } catch {
    return false
  }
}
