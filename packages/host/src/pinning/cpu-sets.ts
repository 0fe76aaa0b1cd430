import { CapbenchError } from '@capbench/core'
import { coresFirst } from '../topology/cores.ts'
import { formatCpuList } from '../topology/cpu-list.ts'
import type { HostTopology } from '../topology/topology.ts'

/**
 * The first `count` CPUs of a set, one of every physical core before any second one; all of them where there are fewer.
 * Ascending, as they are written.
 */
export function firstCpus(cpus: readonly number[], count: number, topology: HostTopology): readonly number[] {
  return [...coresFirst(cpus, topology)].slice(0, count).sort((a, b) => a - b)
}

/**
 * The pin set as a caller gave it, checked against the host, ascending.
 *
 * @throws CapbenchError CAPBENCH_USAGE
 */
export function checkPins(requested: readonly number[], topology: HostTopology): readonly number[] {
  const { online, allowed } = topology
  const problems = requested.flatMap((cpu, i) => {
    if (requested.indexOf(cpu) !== i) return [`${cpu} is named twice`]
    if (!online.includes(cpu)) return [`${cpu} is not online`]
    return allowed.includes(cpu) ? [] : [`${cpu} is not allowed to this process by its affinity or cpuset`]
  })
  if (requested.length === 0) problems.push('none is named')
  if (problems.length > 0)
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `cannot pin to these CPUs: ${problems.join('; ')}. ${allowedText(allowed)}`,
    )
  return [...requested].sort((a, b) => a - b)
}

function allowedText(allowed: readonly number[]): string {
  return allowed.length === 0 ? 'No CPU is allowed to this process' : `Allowed here: ${formatCpuList(allowed)}`
}
