import { type Architecture, CapbenchError, type JsonObject, refuseUnknownOptions } from '@capbench/core'
import { placeholder } from '../command/placeholder.ts'
import {
  chosenForMachine,
  type MachineOptions,
  type MachineSettings,
  machineOptionNames,
  machineSettings,
} from '../machine-target/options.ts'
import { platforms } from '../machine-target/platform.ts'

/** Choices of a Linux guest; every one has a default. A Debian cloud kernel panics with 64 MiB: 96 are the least. */
export interface LinuxGuestOptions<Name extends string = string> extends MachineOptions<Name> {
  /** Architecture of the guest. Default `x86_64`; `aarch64` is emulated, on the machine `virt`. */
  readonly arch?: Architecture
  /** Path of a bzImage, vmlinux or arm64 Image. Default: the newest pinned Debian cloud kernel that can be had. */
  readonly kernel?: string
  /** Further kernel parameters. They are part of the identity of the target. */
  readonly cmdline?: string
  /**
   * Boots once for each program and vCPU count, saves the state in the cache, and restores it for every run, which
   * takes a fifth of the time. Default false. Results carry the note `snapshot-restored`: all runs begin with the same
   * memory contents, and with code that was not yet translated.
   */
  readonly snapshot?: boolean
  /**
   * Whether the program is put into a sandbox of what its profile grants. Default true. False leaves it root in the
   * whole guest, for programs that are to break it; nothing of its authority is then enforced or seen, and results say
   * so.
   */
  readonly confine?: boolean
}

/** The choices with their defaults. */
export interface LinuxGuestSettings extends MachineSettings {
  readonly kernel: string | undefined
  readonly cmdline: string
  readonly snapshot: boolean
  readonly confine: boolean
}

const optionNames = [
  ...machineOptionNames,
  'arch',
  'kernel',
  'cmdline',
  'snapshot',
  'confine',
] as const satisfies readonly (keyof LinuxGuestOptions)[]

/** @throws CapbenchError `CAPBENCH_USAGE` for an option that does not exist or a choice that no host could serve */
export function linuxGuestSettings(options: LinuxGuestOptions): LinuxGuestSettings {
  refuseUnknownOptions('linuxGuest', options, optionNames)
  for (const name of ['snapshot', 'confine'] as const) {
    const chosen: unknown = options[name]
    if (chosen === undefined || typeof chosen === 'boolean') continue
    const message = `linuxGuest: ${name} true or false was wanted, got ${JSON.stringify(chosen)}`
    throw new CapbenchError('CAPBENCH_USAGE', message)
  }
  if (options.snapshot && options.gdb)
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      'linuxGuest: a guest that is restored cannot wait for a debugger; give either snapshot or gdb',
    )
  const { arch = 'x86_64' } = options
  if (!Object.hasOwn(platforms, arch))
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `linuxGuest: arch ${Object.keys(platforms).join(' or ')} was wanted, got ${JSON.stringify(arch)}`,
    )
  return {
    ...machineSettings('linuxGuest', options, { name: 'linux', leastMemoryMiB: 96, arch }),
    kernel: options.kernel,
    cmdline: options.cmdline ?? '',
    snapshot: options.snapshot ?? false,
    confine: options.confine ?? true,
  }
}

/** What the caller chose, without paths of this host. */
export function chosenByCaller(settings: LinuxGuestSettings): JsonObject {
  return {
    ...chosenForMachine(settings),
    kernel: settings.kernel === undefined ? 'locked' : placeholder('KERNEL'),
    cmdline: settings.cmdline,
    snapshot: settings.snapshot,
    ...(!settings.confine && { confine: false }),
  }
}
