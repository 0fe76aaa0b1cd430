import type { Architecture } from '@capbench/core'
import type { Accelerator } from '../probe/accelerator.ts'
import type { BootSources } from './boot.ts'
import type { ChannelPort } from './serial.ts'

/**
 * Descriptors of the QEMU process that its channels and monitor are on: socket pairs that `launch` made. Nothing
 * listens and nothing is named, so nobody else can connect.
 */
export const descriptors = { console: 3, records: 4, diagnostics: 5, launcher: 6, monitor: 7 } as const

/** Where isa-debug-exit listens. A value v that is written there makes QEMU exit with `(v << 1) | 1`. */
export const debugExit = { iobase: 0xf4, iosize: 4 } as const

/** A virtual machine. */
export interface Machine extends BootSources {
  /** Decides how its serial ports are attached. Default `x86_64`. */
  readonly arch?: Architecture
  /** QEMU machine type, with its options: `pc`, `pc,graphics=off`, `virt`. */
  readonly type: string
  readonly accelerator: Accelerator
  /** QEMU CPU model: `qemu64`, `host`. */
  readonly cpu: string
  readonly memoryMiB: number
  /** Presented as one socket of that many cores with one thread each. */
  readonly vcpus: number
  /** Channels of the serial ports, in their order. Default: all four of `serialPorts`. */
  readonly ports?: readonly ChannelPort[]
  /** isa-debug-exit, which x86-64 alone has. Default there `debugExit`, elsewhere `none`. */
  readonly exit?: { readonly iobase: number; readonly iosize: number } | 'none'
  /** Further arguments, word by word. */
  readonly further?: readonly string[]
}
