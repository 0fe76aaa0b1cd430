import type { Requirement, UnmetNeed } from '@capbench/core'
import type { MachineSettings } from './options.ts'
import { platforms } from './platform.ts'

const taskset: Requirement = {
  need: 'taskset',
  why: 'pins QEMU before it starts',
  remedy: 'apt-get install util-linux',
}

/** The emulator under the name by which it is looked up. */
export function qemuNeed({ qemu, arch }: Pick<MachineSettings, 'qemu' | 'arch'>): Requirement {
  return {
    need: qemu,
    why: 'boots the guest',
    remedy: `apt-get install --no-install-recommends ${platforms[arch].qemuPackage}`,
  }
}

/** What pins a machine, where it is to be pinned. */
export function pinningNeeds({ pin }: Pick<MachineSettings, 'pin'>): readonly Requirement[] {
  return pin === undefined ? [] : [taskset]
}

/** A requirement that the host does not meet, with what came instead. */
export function unmet({ need, remedy }: Requirement, detail: string): UnmetNeed {
  return { need, detail, remedy }
}
