import { processTable } from '../process/table.ts'

/**
 * The pids of a process and of all below it. Pids are handed out in ascending order, so only higher ones are looked
 * at; after the count has wrapped around, a child may be missed.
 */
export function familyOf(pid: number): readonly number[] {
  const children = Map.groupBy(processTable(pid), ({ parent }) => parent)
  const below = (parent: number): readonly number[] =>
    (children.get(parent) ?? []).flatMap((child) => [child.pid, ...below(child.pid)])
  return [pid, ...below(pid)]
}
