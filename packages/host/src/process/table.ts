import { readdirSync, readFileSync } from 'node:fs'

/** A line of the process table. */
export interface ProcessEntry {
  readonly pid: number
  readonly state: string
  readonly parent: number
  readonly group: number
}

/**
 * Every process that can be seen, from `/proc/<pid>/stat`. Processes that end while this reads are left out.
 *
 * @param from only pids from this one on, which is cheaper on a busy host
 */
export function processTable(from = 1): readonly ProcessEntry[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) >= from)
    .flatMap((entry) => {
      try {
        const stat = readFileSync(`/proc/${entry}/stat`, 'latin1')
        // The command in brackets may hold any byte, so the fields are counted from its end.
        const [state = '', parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        return [{ pid: Number(entry), state, parent: Number(parent), group: Number(group) }]
      } catch {
        return []
      }
    })
}
