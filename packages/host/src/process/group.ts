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

/**
 * Waits until a process group that was sent SIGKILL is gone. Members whose parent died are reaped by init, which takes a moment.
 *
 * @param limitMs how long to wait
 * @returns whether the group is empty
 */
export async function groupGone(leader: number, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs
  for (let wait = 1; signalGroup(leader, 0); wait = Math.min(wait * 2, 50)) {
    if (performance.now() > deadline) return false
    await sleep(wait)
  }
  return true
}
