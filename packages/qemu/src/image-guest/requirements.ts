import type { Requirement, UnmetNeed } from '@capbench/core'
import type { ImageGuestSettings } from './settings.ts'

const packages = { x86_64: 'qemu-system-x86', aarch64: 'qemu-system-arm' } as const

export function qemuNeed({ qemu, arch }: Pick<ImageGuestSettings, 'qemu' | 'arch'>): Requirement {
  return {
    need: qemu,
    why: 'boots the image',
    remedy: `apt-get install --no-install-recommends ${packages[arch]}`,
  }
}

export const imageNeed: Requirement = {
  need: 'image files',
  why: 'what the machine is started from',
  remedy: 'Check the paths, build the image, or give files that this user may read',
}

const taskset: Requirement = {
  need: 'taskset',
  why: 'pins QEMU before it starts',
  remedy: 'apt-get install util-linux',
}

/** What this guest needs of its host. */
export function requirements(settings: ImageGuestSettings): readonly Requirement[] {
  return [qemuNeed(settings), imageNeed, ...(settings.pin === undefined ? [] : [taskset])]
}

/** A requirement that the host does not meet, with what came instead. */
export function unmet({ need, remedy }: Requirement, detail: string): UnmetNeed {
  return { need, detail, remedy }
}
