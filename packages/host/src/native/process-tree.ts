import { processTable } from '../process/table.ts'

/** The pids of all processes below one, itself left out. */
export function descendantsOf(ancestor: number): readonly number[] {
  const children = Map.groupBy(processTable(), ({ parent }) => parent)
  const below = (pid: number): readonly number[] =>
    (children.get(pid) ?? []).flatMap((child) => [child.pid, ...below(child.pid)])
  return below(ancestor)
}
