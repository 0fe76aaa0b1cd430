import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/** `/proc/PID/stat` of every process: number, state, parent. */
export function processes(): readonly { readonly pid: number; readonly state: string; readonly parent: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        return [{ pid: Number(name), state, parent: Number(parent) }]
      } catch {
        return [] // ended while we looked
      }
    })
}

/** Dead, whether or not its parent has noticed. */
export function isGone(pid: number): boolean {
  const found = processes().find((process) => process.pid === pid)
  return found === undefined || found.state === 'Z' || found.state === 'X'
}

/** Waits until a condition holds; the limit is far above what it takes and only keeps a failure from hanging. */
export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 10_000; tries++) {
    if (condition()) return
    await setTimeout(20)
  }
  throw new Error(`never held: ${condition.toString()}`)
}
