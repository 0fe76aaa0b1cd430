import type { HostTopology } from './topology.ts'

/**
 * The given CPUs grouped by physical core, in the order of their first CPU.
 *
 * @returns `null` where the kernel does not say which CPUs share a core, or does not know a CPU
 */
export function physicalCoresOf(
  cpus: readonly number[],
  topology: HostTopology,
): readonly (readonly number[])[] | null {
  const siblingsOf = new Map(topology.cpus.map(({ cpu, siblings }) => [cpu, siblings]))
  const cores = new Map<number, number[]>()
  for (const cpu of cpus) {
    const siblings = siblingsOf.get(cpu)
    if (siblings === undefined || siblings === null) return null
    const first = Math.min(...siblings)
    cores.set(first, [...(cores.get(first) ?? []), cpu])
  }
  return [...cores.values()]
}

/** The given CPUs with those first that are alone on their core: one CPU of every core, then the second ones. */
export function coresFirst(cpus: readonly number[], topology: HostTopology): readonly number[] {
  const cores = physicalCoresOf(cpus, topology)
  if (cores === null) return cpus
  const depth = Math.max(0, ...cores.map((core) => core.length))
  return Array.from({ length: depth }, (_, rank) => cores.flatMap((core) => core.slice(rank, rank + 1))).flat()
}
