import { CapbenchError, type Envelope } from '@capbench/core'
import { physicalCoresOf } from '../topology/cores.ts'
import { formatCpuList } from '../topology/cpu-list.ts'
import { describeCpus } from '../topology/describe.ts'
import type { HostTopology } from '../topology/topology.ts'
import { checkPins } from './cpu-sets.ts'
import type { PinSettings } from './policy.ts'
import type { ThreadPlacement } from './thread-placement.ts'

/** The CPUs of a target on one host. */
export interface PinPlan {
  readonly pinning: 'process' | 'per-vcpu'
  /** CPUs that runs may use for their vCPUs, in the order in which they are taken. */
  readonly pool: readonly number[]
  /** A run gets the whole pool, whatever its vCPU count: a list says exactly what `taskset -c` is told. */
  readonly whole: boolean
  /** CPUs of the other threads; undefined: those of the run. */
  readonly others: readonly number[] | undefined
}

/**
 * Chooses the CPUs of a target: a pure function of what was asked for and what the host has.
 *
 * @throws CapbenchError CAPBENCH_USAGE where the host cannot give that, with what it has
 */
export function planPins({ policy, cpus, vcpus, others }: PinSettings, topology: HostTopology): PinPlan {
  if (cpus !== undefined) checkPins(cpus, topology)
  if (others !== undefined) checkPins(others, topology)
  const pool = poolOf(policy, cpus ?? topology.allowed, others ?? [], topology)
  const shared = pool.filter((cpu) => others?.includes(cpu) ?? false)
  if (shared.length > 0)
    throw refusal(`CPUs ${formatCpuList(shared)} are to hold vCPUs, and other threads apart from them`, topology)
  if (pool.length === 0) throw refusal('no CPU is left for vCPUs', topology)
  return { pinning: vcpus === 'each' ? 'per-vcpu' : 'process', pool, whole: policy === 'list', others }
}

/** What a target says of its placement in its envelope. */
export function placementFacts(plan: PinPlan | undefined, { allowed }: HostTopology): Envelope['placement'] {
  const cpus = plan ? ascending(plan.pool) : allowed
  const others = plan?.pinning === 'per-vcpu' ? plan.others : undefined
  return { pinning: plan?.pinning ?? 'none', cpus: [...cpus], others: [...(others ? ascending(others) : cpus)] }
}

/**
 * Where the threads of one run go. With fewer CPUs than vCPUs these share, round and round: that is for a caller who
 * asked for oversubscription, and the evidence shows it.
 *
 * @throws CapbenchError CAPBENCH_USAGE for fewer CPUs than vCPUs without `oversubscribe`
 */
export function placeRun(
  { pinning, pool, whole, others }: PinPlan,
  { vcpus, oversubscribe }: { readonly vcpus: number; readonly oversubscribe: boolean },
): ThreadPlacement {
  if (pool.length < vcpus && !oversubscribe)
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `${vcpus} vCPUs were to be placed on ${pool.length} CPUs (${formatCpuList(pool)}); ` +
        'pin to more CPUs, or ask for oversubscription and get a functional-only row',
    )
  if (pinning === 'process') {
    const cpus = ascending(whole ? pool : pool.slice(0, vcpus))
    return { cpus, others: cpus }
  }
  const own = Array.from({ length: vcpus }, (_, index) => pool[index % pool.length] as number)
  const apart = ascending(others ?? own)
  return { cpus: ascending([...own, ...apart]), vcpus: own, others: apart }
}

function poolOf(
  policy: PinSettings['policy'],
  cpus: readonly number[],
  others: readonly number[],
  topology: HostTopology,
): readonly number[] {
  if (policy === 'list') return cpus
  const cores = physicalCoresOf(ascending(cpus), topology)
  if (cores === null)
    throw refusal(`the policy ${policy} needs to know which CPUs share a core, and the kernel does not say`, topology)
  const rank = rankOf(topology)
  // a core that other threads use is no core of its own for a vCPU
  const taken = new Set(
    topology.cpus.filter(({ cpu }) => others.includes(cpu)).flatMap(({ siblings }) => siblings ?? []),
  )
  const free = cores.filter((core) => !core.some((cpu) => taken.has(cpu)))
  const ordered = [...free].sort(([a = 0], [b = 0]) => rank(a) - rank(b) || a - b)
  if (policy === 'cores') return ordered.flatMap((core) => core.slice(0, 1))
  const pairs = ordered.flatMap((core) => (core.length > 1 ? core.slice(0, 2) : []))
  if (pairs.length === 0)
    throw refusal(`the policy smt-pairs needs cores with two CPUs among ${formatCpuList(cpus)}`, topology)
  return pairs
}

/** Large cores first, where the kernel tells types or capacities apart; then memory node by memory node. */
function rankOf({ cpus }: HostTopology): (cpu: number) => number {
  const types: readonly (string | null)[] = ['core', 'atom', 'lowpower']
  const typed = cpus.some(({ coreType }) => coreType !== null)
  const ranks = new Map(
    cpus.map(({ cpu, coreType, capacity, node }) => {
      const smallness = typed ? types.indexOf(coreType) + 1 : 1024 - (capacity ?? 1024)
      return [cpu, smallness * 4096 + (node ?? 0)]
    }),
  )
  return (cpu) => ranks.get(cpu) ?? 0
}

const ascending = (cpus: readonly number[]): readonly number[] => [...new Set(cpus)].sort((a, b) => a - b)

function refusal(why: string, topology: HostTopology): CapbenchError {
  return new CapbenchError('CAPBENCH_USAGE', `cannot pin: ${why}. This host has ${describeCpus(topology)}`)
}
