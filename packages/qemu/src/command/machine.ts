import type { Accelerator } from '../probe/accelerator.ts'

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

/** A virtual machine that boots a Linux kernel directly. */
export interface Machine {
  /** QEMU machine type: `pc`. */
  readonly type: string
  readonly accelerator: Accelerator
  /** QEMU CPU model: `qemu64`, `host`. */
  readonly cpu: string
  readonly memoryMiB: number
  /** Presented as one socket of that many cores with one thread each. */
  readonly vcpus: number
  /** Path of the uncompressed kernel. */
  readonly kernel: string
  /** Path of the initramfs. */
  readonly initrd: string
  /** Kernel command line. */
  readonly append: string
}
