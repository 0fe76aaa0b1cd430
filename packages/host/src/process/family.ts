import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { processTable } from './table.ts'

/**
 * The pids of a process and of all below it, parents first. The kernel's own list of children is read where it has one
 * (CONFIG_PROC_CHILDREN), which costs a file for each thread of the family and not one for each process of the host.
 */
export function familyOf(pid: number): readonly number[] {
  if (!existsSync('/proc/thread-self/children')) return familyInTable(pid)
  return [pid, ...childrenOf(pid).flatMap(familyOf)]
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((tid) => {
      const text = readFileSync(`/proc/${pid}/task/${tid}/children`, 'latin1').trim()
      return text === '' ? [] : text.split(' ').map(Number)
    })
  } catch {
    return [] // it has ended
  }
}

/**
 * Pids are handed out in ascending order, so only higher ones are looked at; after the count has wrapped around, a
 * child may be missed.
 */
function familyInTable(pid: number): readonly number[] {
  const children = Map.groupBy(processTable(pid), ({ parent }) => parent)
  const below = (parent: number): readonly number[] =>
    (children.get(parent) ?? []).flatMap((child) => [child.pid, ...below(child.pid)])
  return [pid, ...below(pid)]
}
