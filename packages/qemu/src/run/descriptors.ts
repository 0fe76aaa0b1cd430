import { CapbenchError } from '@capbench/core'
import type { Channel, Launched } from '@capbench/host'
import { descriptors } from '../command/machine.ts'

/** What QEMU finds on its descriptors from 3 on: all sockets, then the open files of `MachineRun.files`. */
export const socketCount = Object.keys(descriptors).length
/** The descriptor of the first open file that QEMU inherits; the next one has the next number. */
export const firstFile = 3 + socketCount

/** Our end of a descriptor of QEMU. */
export function channelOf(process: Launched, descriptor: number): Channel {
  const channel = process.channels[descriptor - 3]
  if (channel) return channel
  throw new CapbenchError('CAPBENCH_BUG', `descriptor ${descriptor} of QEMU was not made`)
}
