import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Signals every member of a process group; false when there is none left. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal)
    return true
  } catch (error) {
    // EPERM: a member has changed its user and is alive.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Does a process group have a member that still runs? Zombies, which only wait for their parent or init, do not count. */
function hasRunningMember(leader: number): boolean {
  return readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1')
      const [state = '', , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // proc(5): state ppid pgrp
      return Number(group) === leader && !/[ZX]/.test(state)
    } catch {
      return false // it has ended meanwhile
    }
  })
}

/**
 * Waits until a process group that was sent SIGKILL runs no more.
 *
 * @param limitMs how long to wait
 * @returns whether the group is gone
 */
export async function groupGone(leader: number, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs
  for (let wait = 1; signalGroup(leader, 0) && hasRunningMember(leader); wait = Math.min(wait * 2, 50)) {
    if (performance.now() > deadline) return false
    await sleep(wait)
  }
  return true
}
