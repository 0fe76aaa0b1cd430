import type { Cache } from './caches.ts'
import type { Hypervisor } from './hypervisor.ts'
import type { Isolation } from './isolation.ts'

// Type aliases, not interfaces: only those are assignable to a JSON object.

/** A CPU as the kernel's scheduler knows it. `null` is: the kernel does not say. */
export type LogicalCpu = {
  readonly cpu: number
  readonly package: number | null
  /** Number of the core inside its package. */
  readonly core: number | null
  /** CPUs of the same physical core, this one included. */
  readonly siblings: readonly number[] | null
  readonly node: number | null
  readonly maxFrequencyKHz: number | null
  readonly governor: string | null
  /** Type of core on a hybrid processor (`core` and `atom` on Intel), else `null`. */
  readonly coreType: string | null
  /** Relative capacity, 1024 the largest of the machine (arm64, recent x86). */
  readonly capacity: number | null
}

/** What the kernel says about the CPUs of this host; stored as `env/topology.json`. */
export type HostTopology = {
  readonly schema: 'capbench.topology/1'
  readonly cpuModel: string | null
  readonly online: readonly number[]
  /** CPUs that this process may use: online, in its affinity and in its cpuset. */
  readonly allowed: readonly number[]
  readonly affinity: readonly number[] | null
  readonly cpuset: readonly number[] | null
  /** Every online CPU, ascending. */
  readonly cpus: readonly LogicalCpu[]
  /** `null` where the kernel describes none. */
  readonly caches: readonly Cache[] | null
  readonly isolation: Isolation
  readonly hypervisor: Hypervisor
  /** The file that each fact comes from. */
  readonly sources: { readonly [fact: string]: string }
}
