import { type Architecture, type CleanExit, guestExit } from '@capbench/core'

/** What differs from architecture to architecture in the machines that this driver puts together. */
export interface Platform {
  /** Name of the emulator, and the Debian package that brings it. */
  readonly qemu: string
  readonly qemuPackage: string
  /** QEMU machine type. All targets of one architecture that are to be compared run on the same. */
  readonly machineType: string
  /** What a machine of that type runs before a kernel that QEMU loaded. */
  readonly firmware: 'seabios' | 'none'
  /** CPU model where instructions are emulated. */
  readonly emulatedCpu: string
  /** The end that only init of a Linux guest brings about, after the launcher's report. */
  readonly cleanExit: CleanExit
}

export const platforms = {
  x86_64: {
    qemu: 'qemu-system-x86_64',
    qemuPackage: 'qemu-system-x86',
    machineType: 'pc',
    firmware: 'seabios',
    emulatedCpu: 'qemu64',
    cleanExit: { code: guestExit.clean.code, launcher: true },
  },
  aarch64: {
    qemu: 'qemu-system-aarch64',
    qemuPackage: 'qemu-system-arm',
    // version 2 of the interrupt controller, the default of some versions of QEMU, serves no more than 8 CPUs
    machineType: 'virt,gic-version=3',
    firmware: 'none',
    emulatedCpu: 'cortex-a72',
    // The machine has no exit device. Init powers it off by PSCI when all went well and resets it when not; QEMU exits
    // with 0 in both cases, and its event tells one from the other.
    cleanExit: { code: 0, launcher: true, shutdown: 'guest-shutdown' },
  },
} as const satisfies Record<Architecture, Platform>
