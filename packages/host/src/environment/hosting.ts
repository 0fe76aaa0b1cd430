import { nestingOf } from '../topology/hypervisor.ts'
import type { HostTopology } from '../topology/topology.ts'

/**
 * Where the host itself runs, as far as it can be observed; stored as `env/hosting.json`.
 *
 * - `local`: nothing betrays a hypervisor, so a guest on it is one level deep;
 * - `nested-vm`: the host is a virtual machine;
 * - `unknown`: the processor states no flag for it.
 *
 * A cloud boot and a bare-metal boot of the system under test are not seen from a host that runs capbench; whoever
 * imports such evidence declares them.
 */
export type Hosting = {
  readonly schema: 'capbench.hosting/1'
  readonly kind: 'local' | 'nested-vm' | 'unknown'
  readonly facts: readonly { readonly fact: string; readonly source: string }[]
}

/** Where the host itself runs, with the source of each fact. */
export function hostingOf({ hypervisor }: Pick<HostTopology, 'hypervisor'>): Hosting {
  const facts: { fact: string; source: string }[] = []
  if (hypervisor.flag !== null)
    facts.push({ fact: `hypervisor flag ${hypervisor.flag ? 'set' : 'not set'}`, source: '/proc/cpuinfo flags' })
  if (hypervisor.sysfs !== null) facts.push({ fact: `hypervisor ${hypervisor.sysfs}`, source: '/sys/hypervisor/type' })
  if (hypervisor.vendor !== null)
    facts.push({ fact: `vendor ${hypervisor.vendor}`, source: '/sys/class/dmi/id/sys_vendor' })
  if (hypervisor.product !== null)
    facts.push({ fact: `product ${hypervisor.product}`, source: '/sys/class/dmi/id/product_name' })
  for (const module of hypervisor.modules) facts.push({ fact: `kernel module ${module}`, source: '/sys/module' })
  if (hypervisor.nestedGuests !== null)
    facts.push({
      fact: `guests of guests ${hypervisor.nestedGuests ? 'allowed' : 'not allowed'}`,
      source: '/sys/module/kvm_intel/parameters/nested or /sys/module/kvm_amd/parameters/nested',
    })
  const kind = { bare: 'local', nested: 'nested-vm', unknown: 'unknown' } as const
  return { schema: 'capbench.hosting/1', kind: kind[nestingOf(hypervisor)], facts }
}
