import { pid as self } from 'node:process'
import { familyOf, isRunning, type ProcessEntry, processEntry, processTable } from '@capbench/host'
import { hasVariable } from './variable.ts'

/** All processes of one invocation, also those that left its group, its session and their parents. */
export interface Family {
  /** Members that run. Looks below the members that are known, which is cheap; `thorough` reads all of `/proc`. */
  readonly members: (thorough: boolean) => readonly ProcessEntry[]
}

/**
 * A process belongs to the invocation if it is below a member, or shares the session or group that the invocation began
 * with, or was started with the invocation's own variable. A member remains one after its parents are gone.
 *
 * @param root first process, leader of its group and session
 * @param variable `NAME=value` in the environment of the root and of no other
 */
export function trackFamily(root: number, variable: string): Family {
  /** When each was started: a pid alone may be somebody else's by now. */
  const known = new Map<number, number>()
  const strangers = new Map<number, number>()
  const add = ({ pid, started }: ProcessEntry): void => {
    if (pid !== self) known.set(pid, started)
  }
  const first = processEntry(root)
  if (first) add(first)
  const present = (): readonly ProcessEntry[] =>
    [...known].flatMap(([pid, started]) => {
      const line = processEntry(pid)
      if (line?.started === started) return [line]
      known.delete(pid)
      return []
    })
  const lookBelow = (): void => {
    const visited = new Set<number>()
    for (const { pid } of present())
      for (const member of visited.has(pid) ? [] : familyOf(pid)) {
        visited.add(member)
        const line = member === pid ? undefined : processEntry(member)
        if (line) add(line)
      }
  }
  const lookEverywhere = (): void => {
    const parentsFirst = [...processTable()].sort((a, b) => a.started - b.started || a.pid - b.pid)
    for (const line of parentsFirst) {
      const { pid, started } = line
      if (known.get(pid) === started || strangers.get(pid) === started) continue
      const related = line.session === root || line.group === root || known.has(line.parent)
      if (related || hasVariable(pid, variable)) add(line)
      else strangers.set(pid, started)
    }
  }
  return {
    members: (thorough) => {
      lookBelow()
      if (thorough) lookEverywhere()
      return present().filter(isRunning)
    },
  }
}
