import { describe, expect, it } from 'vitest'
import { machineArguments } from '../../src/command/arguments.ts'
import { descriptors, type Machine } from '../../src/command/machine.ts'

const machine: Machine = {
  type: 'pc',
  accelerator: 'tcg',
  cpu: 'qemu64',
  memoryMiB: 128,
  vcpus: 2,
  kernel: '/k/vmlinux',
  initrd: '/i/initramfs',
  append: 'console=ttyS0 quiet',
}

const valuesOf = (args: readonly string[], option: string): readonly string[] =>
  args.flatMap((word, index) => (args[index - 1] === option ? [word] : []))

describe('the command line of a machine', () => {
  const args = machineArguments(machine)

  it('names one accelerator, so that QEMU cannot fall back', () => {
    expect(valuesOf(args, '-accel')).toEqual(['tcg,thread=multi'])
    expect(valuesOf(machineArguments({ ...machine, accelerator: 'kvm' }), '-accel')).toEqual(['kvm'])
    expect(args.join(' ')).not.toMatch(/icount|accel=/)
  })

  it('takes nothing from configuration files, the network, a display or a listening socket', () => {
    for (const word of ['-no-user-config', '-nodefaults', '-no-reboot', '-S']) expect(args).toContain(word)
    expect(valuesOf(args, '-nic')).toEqual(['none'])
    expect(valuesOf(args, '-display')).toEqual(['none'])
    expect(args.join(' ')).not.toMatch(/server=|tcp:|unix:|path=/)
  })

  it('gives each serial port a channel, an address and an interrupt of its own', () => {
    const ports = valuesOf(args, '-device').filter((value) => value.startsWith('isa-serial'))
    const fields = (key: string): readonly string[] =>
      ports.map((port) => new RegExp(`${key}=([^,]+)`).exec(port)?.[1] ?? '')
    for (const key of ['chardev', 'iobase', 'irq', 'index']) expect(new Set(fields(key)).size).toBe(4)
    expect(fields('chardev')).toEqual(['console', 'records', 'diagnostics', 'launcher'])
    expect(new Set(Object.values(descriptors)).size).toBe(5)
    expect(valuesOf(args, '-chardev')).toContain(`socket,id=launcher,fd=${descriptors.launcher}`)
  })

  it('states the guest topology in full', () => {
    expect(valuesOf(args, '-smp')).toEqual(['2,sockets=1,cores=2,threads=1'])
    expect(valuesOf(args, '-m')).toEqual(['128M'])
  })
})

describe('the command line of an aarch64 machine', () => {
  const args = machineArguments({ ...machine, arch: 'aarch64', type: 'virt,gic-version=3', cpu: 'cortex-a72' })

  it('has the console on the port of the machine, and the other channels on a PCI card', () => {
    expect(valuesOf(args, '-serial')).toEqual(['chardev:console'])
    expect(valuesOf(args, '-device')).toEqual(['pci-serial-4x,chardev1=records,chardev2=diagnostics,chardev3=launcher'])
  })

  it('has no device that only x86 machines have', () => {
    expect(args.join(' ')).not.toMatch(/isa-/)
    const alone = machineArguments({ ...machine, arch: 'aarch64', type: 'virt', ports: ['console'] })
    expect(valuesOf(alone, '-device')).toEqual([])
  })
})
