import type { Accelerator } from '../probe/accelerator.ts'
import type { BootSources } from './boot.ts'

/**
 * Descriptors of the QEMU process that its channels and monitor are on: socket pairs that `launch` made. Nothing
 * listens and nothing is named, so nobody else can connect.
 */
export const descriptors = { console: 3, records: 4, diagnostics: 5, launcher: 6, monitor: 7 } as const

/**
 * The four ISA serial ports. QEMU does not share ISA interrupt lines well (one device lowers a line that another one
 * has raised), so each port has its own; the guest learns them from the ACPI tables.
 */
export const serialPorts = [
  { channel: 'console', iobase: 0x3f8, irq: 4 },
  { channel: 'records', iobase: 0x2f8, irq: 3 },
  { channel: 'diagnostics', iobase: 0x3e8, irq: 6 },
  { channel: 'launcher', iobase: 0x2e8, irq: 7 },
] as const

/** A channel that a serial port of the machine may be captured as. */
export type ChannelPort = (typeof serialPorts)[number]['channel']

/** Where isa-debug-exit listens. A value v that is written there makes QEMU exit with `(v << 1) | 1`. */
export const debugExit = { iobase: 0xf4, iosize: 4 } as const

/** A virtual machine. */
export interface Machine extends BootSources {
  /** QEMU machine type, with its options: `pc`, `pc,graphics=off`. */
  readonly type: string
  readonly accelerator: Accelerator
  /** QEMU CPU model: `qemu64`, `host`. */
  readonly cpu: string
  readonly memoryMiB: number
  /** Presented as one socket of that many cores with one thread each. */
  readonly vcpus: number
  /** Channels of the serial ports, in their order. Default: all four of `serialPorts`. */
  readonly ports?: readonly ChannelPort[]
  /** Default `debugExit`. */
  readonly exit?: { readonly iobase: number; readonly iosize: number } | 'none'
  /** Further arguments, word by word. */
  readonly further?: readonly string[]
}
