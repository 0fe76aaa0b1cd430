import type { Requirement } from '@capbench/core'
import { pinningNeeds, qemuNeed } from '../machine-target/requirements.ts'
import type { LinuxGuestSettings } from './options.ts'

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
export const programsNeed: Requirement = {
  need: 'guest programs',
  why: 'init and launcher of the guest',
  remedy: 'Build @capbench/guest (it needs gcc or musl-gcc)',
}
const debTools: Requirement = {
  need: 'apt-get and dpkg-deb',
  why: 'fetch and unpack the pinned kernel, without privilege',
  remedy: 'Run on Debian or a derivative, or give the path of a kernel image',
}
/** The kernel that was pinned, or the one that the caller named: apt mends only the first. */
export function kernelNeed(settings: Pick<LinuxGuestSettings, 'kernel'>): Requirement {
  return settings.kernel === undefined ? kernel : kernelFile
}

/** What this guest needs of its host. */
export function requirements(settings: LinuxGuestSettings): readonly Requirement[] {
  return [
    qemuNeed(settings),
    kernelNeed(settings),
    programsNeed,
    ...(settings.kernel === undefined ? [debTools] : []),
    ...pinningNeeds(settings),
  ]
}
