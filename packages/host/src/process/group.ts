import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, processTable } from './table.ts'

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

/**
 * Does a process group have a member that still runs? Zombies, which only wait for their parent or init, do not
 * count.
 */
function hasRunningMember(leader: number): boolean {
  return processTable().some((entry) => entry.group === leader && isRunning(entry))
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
