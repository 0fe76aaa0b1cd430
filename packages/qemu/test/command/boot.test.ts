import { expect, it } from 'vitest'
import { machineArguments } from '../../src/command/arguments.ts'
import { bootArguments } from '../../src/command/boot.ts'
import type { Machine } from '../../src/command/machine.ts'

const disk = {
  id: 'disk',
  path: '/images/a,b.raw',
  format: 'raw',
  media: 'disk',
  device: 'ide-hd,bootindex=1',
} as const

it('opens a disk so that its file never changes, with the commas of its path doubled', () => {
  expect(bootArguments({ drives: [disk] })).toEqual([
    '-drive',
    'if=none,id=disk,format=raw,media=disk,snapshot=on,file=/images/a,,b.raw',
    '-device',
    'ide-hd,drive=disk,bootindex=1',
  ])
})

it('opens a CD-ROM for reading, and flash so that its file never changes', () => {
  const cdrom = { id: 'cdrom', path: '/x.iso', format: 'raw', media: 'cdrom' } as const
  expect(bootArguments({ pflash: ['/code', '/vars'], drives: [cdrom] })).toEqual([
    '-drive',
    'if=pflash,unit=0,format=raw,snapshot=on,file=/code',
    '-drive',
    'if=pflash,unit=1,format=raw,snapshot=on,file=/vars',
    '-drive',
    'if=none,id=cdrom,format=raw,media=cdrom,readonly=on,file=/x.iso',
  ])
})

const machine: Machine = { type: 'pc', accelerator: 'tcg', cpu: 'qemu64', memoryMiB: 64, vcpus: 1 }

it('connects only the ports that are wanted, keeps every channel for other devices, and needs no debug exit', () => {
  const args = machineArguments({ ...machine, ports: ['diagnostics', 'console'], exit: 'none', bios: '/fw' }).join(' ')
  expect(args.match(/isa-serial,chardev=\w+,index=\d/g)).toEqual([
    'isa-serial,chardev=diagnostics,index=0',
    'isa-serial,chardev=console,index=1',
  ])
  expect(args.match(/-chardev socket,id=\w+/g)).toHaveLength(5)
  expect(args).not.toContain('isa-debug-exit')
  expect(args).toContain('-bios /fw')
})

it('puts further arguments last, and the debug exit where it is wanted', () => {
  const args = machineArguments({ ...machine, exit: { iobase: 0x501, iosize: 2 }, further: ['-device', 'VGA'] })
  expect(args).toContain('isa-debug-exit,iobase=0x501,iosize=0x2')
  expect(args.slice(-2)).toEqual(['-device', 'VGA'])
})
