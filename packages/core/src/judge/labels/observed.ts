import type { LabelNote, LabelReason } from './names.ts'

/** Ways to keep other work off the CPUs of a run. */
export type Isolation = 'none' | 'isolcpus' | 'cpuset' | 'cgroup-partition'

/** Which host CPUs a row could run on, as read back. */
export interface ObservedPlacement {
  /** Number of vCPUs, or of workers of a native row. */
  readonly smp: number
  /** Host CPUs that the row was pinned to, read back after start; null where it was not pinned. */
  readonly pin: readonly number[] | null
  /** `process`: all threads share the set; `per-vcpu`: `vcpuMap` says which vCPU has which CPU. */
  readonly pinMode: 'process' | 'per-vcpu'
  /** Host CPU of each vCPU, by vCPU number. */
  readonly vcpuMap?: readonly number[]
  /** Logical CPUs of each physical core of the host; null where the host does not say. */
  readonly siblings: readonly (readonly number[])[] | null
  /** Logical CPUs of each memory node; absent where the host does not say. */
  readonly nodes?: readonly (readonly number[])[]
  /** Logical CPUs of each type of core (hybrid processors); absent where the host does not say. */
  readonly coreTypes?: readonly (readonly number[])[]
  /** Logical CPUs that the host has online, or that this process may use. */
  readonly hostOnline: number
}

/** Everything that the evidence class of a passed row depends on, all of it from raw evidence. */
export interface Observed extends ObservedPlacement {
  readonly kind: 'guest' | 'native' | 'bare'
  readonly role: 'subject' | 'reference' | 'native-context'
  /** `none`: something else than these is known to have been used; `unknown`: nobody knows. */
  readonly accel: 'kvm' | 'tcg' | 'native' | 'none' | 'unknown'
  /** The accelerator was stated, and confirmed by nothing that was seen. */
  readonly accelDeclared?: boolean
  /** Whether the host of the hypervisor is itself a virtual machine. */
  readonly nested: 'nested' | 'none' | 'unknown'
  readonly isolation: Isolation
  /** Whether the isolation was confirmed from the running system. */
  readonly isolationVerified?: boolean
  /** Runs that passed. */
  readonly n: number
  /** Named deviations of build or caps: measurement kernels, tracing, wider authority. */
  readonly special?: readonly string[]
  /** Fraction of stolen time on the row's CPUs; absent where the host does not count it. */
  readonly steal?: number
  /** How the declared authority profile was held: an inherent one cannot be exceeded on that system. */
  readonly authority: 'enforced' | 'observed-only' | 'inherent' | 'unobserved' | 'unenforced'
  /** `unknown` as soon as one part of it is. */
  readonly provenance: 'known' | 'unknown'
  /** It reaches a network or writes files, and names no proofs that such results may be published on. */
  readonly unproven?: boolean
  /** The transcript was recorded by another tool, in an environment that it states itself. */
  readonly imported: boolean
  /** The sibling map was read inside a virtual machine. */
  readonly topologyFromHypervisor?: boolean
  /** Reasons that others derived: drift, noise, split of core types or nodes. */
  readonly reasons?: readonly LabelReason[]
  /** Notes that others derived. */
  readonly notes?: readonly LabelNote[]
}
