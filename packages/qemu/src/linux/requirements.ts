import type { Requirement, UnmetNeed } from '@capbench/core'
import type { LinuxGuestSettings } from './options.ts'

const qemu: Requirement = {
  need: 'qemu-system-x86_64',
  why: 'boots the Linux guest',
  remedy: 'apt-get install --no-install-recommends qemu-system-x86',
}
const kernel: Requirement = {
  need: 'linux kernel',
  why: 'what the guest boots',
  remedy: 'Run `apt-get update` on a Debian host, or give the path of a readable x86-64 kernel image',
}
const kernelFile: Requirement = {
  need: 'linux kernel',
  why: 'what the guest boots',
  remedy:
    'Check the path, and give that of a readable x86-64 kernel image, for example of a copy that this user may read',
}
const programs: Requirement = {
  need: 'guest programs',
  why: 'init and launcher of the guest',
  remedy: 'Build @capbench/guest (it needs gcc or musl-gcc)',
}
const debTools: Requirement = {
  need: 'apt-get and dpkg-deb',
  why: 'fetch and unpack the pinned kernel, without privilege',
  remedy: 'Run on Debian or a derivative, or give the path of a kernel image',
}
const taskset: Requirement = {
  need: 'taskset',
  why: 'pins QEMU before it starts',
  remedy: 'apt-get install util-linux',
}

export const needs = { qemu, programs } as const

/** The kernel that was pinned, or the one that the caller named: apt mends only the first. */
export function kernelNeed(settings: Pick<LinuxGuestSettings, 'kernel'>): Requirement {
  return settings.kernel === undefined ? kernel : kernelFile
}

/** What this guest needs of its host. */
export function requirements(settings: LinuxGuestSettings): readonly Requirement[] {
  return [
    { ...qemu, need: settings.qemu },
    kernelNeed(settings),
    programs,
    ...(settings.kernel === undefined ? [debTools] : []),
    ...(settings.pin === undefined ? [] : [taskset]),
  ]
}

/** A requirement that the host does not meet, with what came instead. */
export function unmet({ need, remedy }: Requirement, detail: string): UnmetNeed {
  return { need, detail, remedy }
}
