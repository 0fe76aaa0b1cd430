import { refuseUnknownOptions } from '@capbench/core'
import {
  type MachineOptions,
  type MachineSettings,
  machineOptionNames,
  machineSettings,
} from '../machine-target/options.ts'

/**
 * Choices of a guest without an operating system; every one has a default. Memory is at least 16 MiB; the default of
 * 128 MiB is that of a Linux guest, so that both have the same envelope.
 */
export type BareGuestOptions<Name extends string = string> = MachineOptions<Name>

/** @throws CapbenchError `CAPBENCH_USAGE` for an option that does not exist or a choice that no host could serve */
export function bareGuestSettings(options: BareGuestOptions): MachineSettings {
  refuseUnknownOptions('bareGuest', options, machineOptionNames)
  return machineSettings('bareGuest', options, { name: 'bare', leastMemoryMiB: 16 })
}
