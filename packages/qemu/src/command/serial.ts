import type { Architecture } from '@capbench/core'

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

const hex = (value: number): string => `0x${value.toString(16)}`

/** QEMU's devices for the serial ports of a machine, the first of which is its console. */
export function serialArguments(arch: Architecture, ports: readonly ChannelPort[]): readonly string[] {
  switch (arch) {
    case 'x86_64':
      return serialPorts.flatMap(({ iobase, irq }, index) => {
        const channel = ports[index]
        if (channel === undefined) return []
        return ['-device', `isa-serial,chardev=${channel},index=${index},iobase=${hex(iobase)},irq=${irq}`]
      })
    case 'aarch64':
      return platformSerial(ports)
    default:
      return arch satisfies never
  }
}

/** `virt` has one port (PL011); others are on a PCI card of four, where they share one interrupt line as PCI has it. */
function platformSerial([first, ...further]: readonly ChannelPort[]): readonly string[] {
  const own = first === undefined ? [] : ['-serial', `chardev:${first}`]
  if (further.length === 0) return own
  const card = ['pci-serial-4x', ...further.map((channel, index) => `chardev${index + 1}=${channel}`)]
  return [...own, '-device', card.join(',')]
}
