import type { HostFiles } from './files.ts'

/** Signs that the host is itself a virtual machine. Under one, the topology above is what the hypervisor presents. */
export type Hypervisor = {
  /** The `hypervisor` flag of CPUID (x86); `null` where the processor states no flags. */
  readonly flag: boolean | null
  /** Does the processor offer virtualization itself (`vmx`, `svm`)? */
  readonly virtualization: 'vmx' | 'svm' | null
  /** `/sys/hypervisor/type`, for instance `xen`. */
  readonly sysfs: string | null
  readonly vendor: string | null
  readonly product: string | null
  /** KVM modules that are loaded or built in, among them those of a paravirtual KVM (`kvm_pvm`). */
  readonly modules: readonly string[]
  /** May guests of this host run guests themselves? `nested` of the module kvm_intel or kvm_amd. */
  readonly nestedGuests: boolean | null
}

export function readHypervisor(files: HostFiles, cpuinfo: string): Hypervisor {
  const flags = /^flags\s*:\s*(.*)$/m.exec(cpuinfo)?.[1]?.split(' ')
  const modules = files.names('sys/module').filter((name) => /^kvm(_|$)/.test(name))
  const nested =
    files.text('sys/module/kvm_intel/parameters/nested') ?? files.text('sys/module/kvm_amd/parameters/nested')
  return {
    flag: flags?.includes('hypervisor') ?? null,
    virtualization: flags?.includes('vmx') ? 'vmx' : flags?.includes('svm') ? 'svm' : null,
    sysfs: files.text('sys/hypervisor/type'),
    vendor: files.text('sys/class/dmi/id/sys_vendor'),
    product: files.text('sys/class/dmi/id/product_name'),
    modules,
    nestedGuests: nested === null ? null : /^[Y1]/.test(nested),
  }
}

/** Is the host a virtual machine? `unknown` where nothing says so either way. */
export function nestingOf({ flag, sysfs }: Hypervisor): 'bare' | 'nested' | 'unknown' {
  if (flag === true || sysfs !== null) return 'nested'
  return flag === false ? 'bare' : 'unknown'
}
