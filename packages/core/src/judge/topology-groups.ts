import type { TopologyFact } from '../target/topology.ts'

type Cpu = TopologyFact['cpus'][number]
type Groups = readonly (readonly number[])[]

/** Logical CPUs of each physical core; null as soon as the kernel is silent about one of them. */
export function siblingsOf(topology: TopologyFact | undefined): Groups | null {
  return groupsBy(topology, ({ siblings }) => siblings?.join())
}

/** Logical CPUs of each memory node; undefined as soon as the kernel is silent about one of them. */
export function nodesOf(topology: TopologyFact | undefined): Groups | undefined {
  return groupsBy(topology, ({ node }) => node ?? undefined) ?? undefined
}

/** By the name of their type (hybrid x86) or by their capacity (arm64). */
export function coreTypesOf(topology: TopologyFact | undefined): Groups | undefined {
  return groupsBy(topology, ({ coreType, capacity }) => coreType ?? capacity ?? undefined) ?? undefined
}

function groupsBy(topology: TopologyFact | undefined, keyOf: (cpu: Cpu) => string | number | undefined): Groups | null {
  const cpus = topology?.cpus ?? []
  if (cpus.length === 0 || cpus.some((cpu) => keyOf(cpu) === undefined)) return null
  return [...Map.groupBy(cpus, keyOf).values()].map((group) => group.map(({ cpu }) => cpu))
}
