import type { Static } from 'typebox'
import { Type } from '../define/type.ts'

const cpu = Type.Integer({ minimum: 0 })
const cpusOrNull = Type.Union([Type.Array(cpu), Type.Null()])
const textOrNull = Type.Union([Type.String(), Type.Null()])

/**
 * What the labels read of `env/topology.json`; the host package records more. `null`, or a member that is not there,
 * is: the kernel does not say.
 */
export const TopologyFact = Type.Object({
  schema: Type.Literal('capbench.topology/1'),
  online: Type.Array(cpu),
  cpus: Type.Array(
    Type.Object({
      cpu,
      siblings: cpusOrNull,
      /** Memory node. */
      node: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])),
      /** `core` and `atom` of a hybrid processor. */
      coreType: Type.Optional(textOrNull),
      /** Relative capacity, 1024 the largest. */
      capacity: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])),
    }),
  ),
  /** CPUs that the cpuset of this process grants. */
  cpuset: Type.Optional(cpusOrNull),
  isolation: Type.Object({
    /** CPUs out of the scheduler's load balancing, as the kernel states them. */
    isolated: cpusOrNull,
    /** CPUs of isolated cpuset partitions. */
    partitionIsolated: Type.Optional(cpusOrNull),
    nohzFull: Type.Optional(cpusOrNull),
    rcuNocbs: Type.Optional(cpusOrNull),
    /** The kernel parameters that asked for it. */
    parameters: Type.Optional(Type.Array(Type.String())),
    /** `cpuset.cpus.partition` of this process. */
    partition: Type.Optional(textOrNull),
  }),
})
export type TopologyFact = Static<typeof TopologyFact>
