import type { Machine } from '../command/machine.ts'
import type { Accelerator } from '../probe/accelerator.ts'
import type { LinuxGuestSettings } from './options.ts'

export const machineType = 'pc'

/** The CPU model that the guest sees. */
export function cpuModel(settings: LinuxGuestSettings, accelerator: Accelerator): string {
  return settings.cpu ?? (accelerator === 'kvm' ? 'host' : 'qemu64')
}

/** The machine of a run. */
export function linuxMachine(
  settings: LinuxGuestSettings,
  accelerator: Accelerator,
  boot: Pick<Machine, 'vcpus' | 'kernel' | 'initrd' | 'append'>,
): Machine {
  return {
    type: machineType,
    accelerator,
    cpu: cpuModel(settings, accelerator),
    memoryMiB: settings.memoryMiB,
    ...boot,
  }
}
