import { physicalCoresOf } from './cores.ts'
import { formatCpuList } from './cpu-list.ts'
import type { HostTopology } from './topology.ts'

/** What a host has, in a few words for a message: `CPUs 0-7 on 4 cores, allowed 0-3`. */
export function describeCpus(topology: HostTopology): string {
  const { online, allowed } = topology
  const cores = physicalCoresOf(online, topology)
  const list = (cpus: readonly number[]): string => (cpus.length === 0 ? 'none' : formatCpuList(cpus))
  return [
    `CPUs ${list(online)}`,
    cores === null ? ' (cores not told apart)' : ` on ${cores.length} cores`,
    allowed.length < online.length ? `, allowed ${list(allowed)}` : '',
  ].join('')
}
