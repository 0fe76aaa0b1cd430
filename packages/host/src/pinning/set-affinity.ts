import { capture } from '../process/capture.ts'
import { formatCpuList } from '../topology/cpu-list.ts'

/**
 * Sets the CPUs that a running thread may use, by util-linux `taskset`: Node cannot call sched_setaffinity(2).
 *
 * @param id of a thread, or of a process where `whole` is set, which means all threads that it has now
 * @returns null, or why it was refused
 */
export async function setAffinity(
  id: number,
  cpus: readonly number[],
  { whole = false }: { readonly whole?: boolean } = {},
): Promise<string | null> {
  const args = [...(whole ? ['--all-tasks'] : []), '--cpu-list', '--pid', formatCpuList(cpus), `${id}`]
  const { exit, stderr } = await capture({ file: 'taskset', args })
  if (exit.kind === 'exited' && exit.code === 0) return null
  return exit.kind === 'not-started' ? exit.message : stderr.trim() || `taskset ended with ${JSON.stringify(exit)}`
}
