import { setTimeout as sleep } from 'node:timers/promises'
import type { Family } from './family.ts'

/** From SIGTERM to SIGKILL, and how long a process may take to vanish after that, in milliseconds. */
const politeMs = 1000
const sweepMs = 5000

export interface Swept {
  /** Commands of the processes that were still there, by what the kernel calls them. */
  readonly found: readonly number[]
  /** Those that outlived SIGKILL. */
  readonly left: readonly number[]
}

/** Ends every member of a family that still runs: politely, then for certain. New members are found while it waits. */
export async function sweepFamily(family: Family): Promise<Swept> {
  const found = new Set<number>()
  const begun = performance.now()
  for (let wait = 5; ; wait = Math.min(wait * 2, 100)) {
    const members = family.members(true).map(({ pid }) => pid)
    const passed = performance.now() - begun
    if (members.length === 0 || passed > sweepMs) return { found: [...found], left: members }
    for (const pid of members)
      if (passed > politeMs) signal(pid, 'SIGKILL')
      else if (!found.has(pid)) signal(pid, 'SIGTERM')
    for (const pid of members) found.add(pid)
    await sleep(wait)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended, or belongs to another user, and is reported as left.
  }
}
