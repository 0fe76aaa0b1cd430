import type { Requirement } from '@capbench/core'
import { compilerRemedy, hostArchitecture } from '@capbench/guest'
import { platforms } from '../machine-target/platform.ts'
import { pinningNeeds, qemuNeed } from '../machine-target/requirements.ts'
import type { LinuxGuestSettings } from './options.ts'

const debTools: Requirement = {
  need: 'apt-get and dpkg-deb',
  why: 'fetch and unpack the pinned kernel, without privilege',
  remedy: 'Run on Debian or a derivative, or give the path of a kernel image',
}

/** The kernel that was pinned, or the one that the caller named: apt mends only the first. */
export function kernelNeed({ kernel, arch }: Pick<LinuxGuestSettings, 'kernel' | 'arch'>): Requirement {
  return {
    need: 'linux kernel',
    why: 'what the guest boots',
    remedy:
      kernel === undefined
        ? `Run \`apt-get update\` on a Debian host, or give the path of a readable ${arch} kernel image`
        : `Check the path, and give that of a readable ${arch} kernel image, for example of a copy that this ` +
          'user may read',
  }
}

/** What is built with a compiler for the guest's architecture. */
export function programsNeed({ arch }: Pick<LinuxGuestSettings, 'arch'>): Requirement {
  return {
    need: 'guest programs',
    why: 'init and launcher of the guest, and what measures the clock that an emulated one is given',
    remedy:
      arch === hostArchitecture
        ? 'Build @capbench/guest (it needs gcc or musl-gcc)'
        : `${compilerRemedy(arch)} ${platforms[arch].qemuPackage}, and build @capbench/guest again`,
  }
}

/** What this guest needs of its host. */
export function requirements(settings: LinuxGuestSettings): readonly Requirement[] {
  return [
    qemuNeed(settings),
    kernelNeed(settings),
    programsNeed(settings),
    ...(settings.kernel === undefined ? [debTools] : []),
    ...pinningNeeds(settings),
  ]
}
