import type { LabelReason } from './names.ts'
import type { ObservedPlacement } from './observed.ts'

/** What the host CPUs of a row lower its class for. */
export function demotionsByPlacement(observed: ObservedPlacement): readonly LabelReason[] {
  const shared = sharing(observed)
  const { nodes = [], coreTypes = [] } = observed
  const cpus = wholeMap(observed) ?? allowedCpus(observed)
  return [
    ...(shared === undefined ? [] : [shared]),
    ...(observed.pin === null ? (['unpinned'] as const) : []),
    ...(touched(nodes, cpus) > 1 ? (['numa-split'] as const) : []),
    ...(touched(coreTypes, cpus) > 1 ? (['mixed-core-types'] as const) : []),
  ]
}

/** In how many of the groups does one of the CPUs lie? */
function touched(groups: readonly (readonly number[])[], cpus: readonly number[]): number {
  return groups.filter((group) => group.some((cpu) => cpus.includes(cpu))).length
}

/** Where the run is not pinned, the host may use every CPU that it knows. */
function allowedCpus({ pin, siblings, nodes, coreTypes }: ObservedPlacement): readonly number[] {
  return pin ?? siblings?.flat() ?? nodes?.flat() ?? coreTypes?.flat() ?? []
}

/** How vCPUs may get in each other's way; the worst way alone is named. */
function sharing(observed: ObservedPlacement): LabelReason | undefined {
  const { smp, pin, siblings, hostOnline } = observed
  const vcpuMap = wholeMap(observed)
  const available = pin === null ? hostOnline : new Set(pin).size
  if (available < smp || (vcpuMap !== undefined && new Set(vcpuMap).size < smp)) return 'oversubscribed'
  if (smp === 1) return undefined
  const allowed = allowedCpus(observed)
  const cores = coresOf(vcpuMap ?? allowed, siblings)
  const allCores = coresOf(allowed, siblings)
  if (cores === undefined || allCores === undefined) return 'topology-unknown'
  if (allCores < smp) return 'fewer-physical-cores-than-vcpus'
  if (vcpuMap !== undefined) return cores < smp ? 'vcpus-share-a-core' : undefined
  return allCores < new Set(allowed).size ? 'sibling-ambiguous-placement' : undefined
}

/** The map of vCPUs to CPUs, if each vCPU has one; a partial map leaves the host free to place the others. */
function wholeMap({ pinMode, vcpuMap, smp }: ObservedPlacement): readonly number[] | undefined {
  return pinMode === 'per-vcpu' && vcpuMap?.length === smp ? vcpuMap : undefined
}

/** Number of physical cores that CPUs lie on; undefined if the host says nothing of one of them. */
function coresOf(cpus: readonly number[], siblings: ObservedPlacement['siblings']): number | undefined {
  if (siblings === null) return undefined
  const cores = new Set(cpus.map((cpu) => siblings.findIndex((core) => core.includes(cpu))))
  return cores.has(-1) || cores.size === 0 ? undefined : cores.size
}
