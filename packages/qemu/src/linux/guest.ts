import type { Target } from '@capbench/core'
import { assertReady, orLaunchFailed } from '../machine-target/run.ts'
import { linuxFacts } from './facts.ts'
import { chosenByCaller, type LinuxGuestOptions, linuxGuestSettings } from './options.ts'
import { findParts, type ReadyGuest, readyGuest } from './prepare.ts'
import { requirements } from './requirements.ts'
import { executeRun } from './run.ts'

/**
 * A Linux guest under QEMU: an uncompressed kernel (x86-64 by PVH), our init and launcher, and the program of the run
 * in an initramfs. Every run is a boot of a fresh machine, or with `snapshot` begins with a state that was saved after
 * a boot.
 *
 * Clean is an exit of QEMU with 33, which only init can give, by isa-debug-exit, after the launcher's report is whole;
 * on aarch64, which has no such device, a power-off by PSCI after that report, as QEMU's monitor tells it.
 *
 * @throws CapbenchError `CAPBENCH_USAGE` for an option that does not exist, and for a choice that no host could serve;
 *   what this host lacks is `unmet` in the facts
 */
export function linuxGuest<const Name extends string = 'linux'>(options: LinuxGuestOptions<Name> = {}) {
  const settings = linuxGuestSettings(options)
  let ready: ReadyGuest | undefined
  return {
    name: settings.name as Name,
    system: 'linux',
    arch: settings.arch,
    role: settings.role,
    requires: requirements(settings),
    chosen: chosenByCaller(settings),
    prepare: async (context) => {
      const found = await findParts(settings, context)
      ready = readyGuest(settings, found)
      return linuxFacts(settings, found)
    },
    execute: async (request, sink, signal) => {
      const guest = ready
      assertReady(settings.name, guest)
      return orLaunchFailed(() => executeRun(guest, request, sink, signal))
    },
  } as const satisfies Target<Name, 'linux'>
}
