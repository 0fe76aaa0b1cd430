import { CapbenchError } from '@capbench/core'
import { coresFirst, physicalCoresOf } from '../topology/cores.ts'
import { formatCpuList } from '../topology/cpu-list.ts'
import type { HostTopology } from '../topology/topology.ts'

/** Where the process of a run may run, as a whole: the semantics of `taskset -c`. */
export type Placement = {
  /** `none` where nothing was asked for: `cpus` is then what the scheduler may use anyway. */
  readonly pinning: 'process' | 'none'
  readonly cpus: readonly number[]
  readonly vcpus: number
  /** Physical cores behind `cpus`; `null` where the kernel does not say. */
  readonly physicalCores: number | null
  /** Fewer CPUs than vCPUs: such a run shows function, not speed. */
  readonly oversubscribed: boolean
}

export interface PlacementRequest {
  /** The pin set; none means not pinned. */
  readonly requested?: readonly number[]
  readonly vcpus: number
  readonly topology: HostTopology
}

/**
 * Decides where a run with `vcpus` CPUs goes.
 *
 * @throws CapbenchError CAPBENCH_USAGE when a requested CPU is offline, not allowed, named twice, or none is named
 */
export function choosePlacement({ requested, vcpus, topology }: PlacementRequest): Placement {
  const cpus = requested === undefined ? topology.allowed : checkPins(requested, topology)
  return {
    pinning: requested === undefined ? 'none' : 'process',
    cpus,
    vcpus,
    physicalCores: physicalCoresOf(cpus, topology)?.length ?? null,
    oversubscribed: cpus.length < vcpus,
  }
}

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
