import type { EvidenceContent } from '../evidence/content.ts'
import type { TargetFacts } from '../target/facts.ts'
import type { Role } from '../target/target.ts'
import { isolationOf } from './isolation.ts'
import { classify, type Label } from './labels.ts'
import { topologyOf } from './observe.ts'

/**
 * The best label that a row of this target could get, from what its preparation found: nothing had the CPUs of a run,
 * all runs passed, and what was asked for was seen. What runs show decides later, and can only be worse.
 *
 * @param runs how many are planned
 */
export function foreseenLabel(
  facts: TargetFacts,
  topology: EvidenceContent['topology'],
  { vcpus, runs, role }: { readonly vcpus: number; readonly runs: number; readonly role: Role },
): Label {
  const native = facts.accelerator === 'native'
  const cpus = native || facts.pinning === 'per-vcpu' ? facts.cpus.slice(0, vcpus) : facts.cpus
  const pin = facts.pinning === 'none' ? null : cpus
  return classify({
    kind: native ? 'native' : facts.authority === 'no-isolation-boundary' ? 'bare' : 'guest',
    role,
    accel: facts.accelerator,
    nested: facts.nesting === 'bare' ? 'none' : facts.nesting,
    smp: vcpus,
    pin,
    pinMode: facts.pinning === 'per-vcpu' ? 'per-vcpu' : 'process',
    ...(facts.pinning === 'per-vcpu' && { vcpuMap: cpus }),
    ...topologyOf(topology, cpus),
    hostOnline: facts.cpus.length,
    ...isolationOf(topology, pin),
    n: runs,
    authority: facts.authority === 'no-isolation-boundary' ? 'inherent' : facts.authority,
    provenance: Object.values(facts.provenance).includes(null) ? 'unknown' : 'known',
    imported: facts.imported === true,
    topologyFromHypervisor: facts.nesting === 'nested',
  })
}
