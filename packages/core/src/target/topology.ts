import type { Static } from 'typebox'
import { Type } from '../define/type.ts'

const cpu = Type.Integer({ minimum: 0 })

/** What the labels read of `env/topology.json`; the host package records more. `null` is: the kernel does not say. */
export const TopologyFact = Type.Object({
  schema: Type.Literal('capbench.topology/1'),
  online: Type.Array(cpu),
  cpus: Type.Array(Type.Object({ cpu, siblings: Type.Union([Type.Array(cpu), Type.Null()]) })),
  isolation: Type.Object({ isolated: Type.Union([Type.Array(cpu), Type.Null()]) }),
})
export type TopologyFact = Static<typeof TopologyFact>
