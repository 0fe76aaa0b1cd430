import { describe, expect, test } from 'vitest'
import { emulatorOf } from '../../src/parse/emulator/emulator.ts'
import { smpRefusal } from '../../src/parse/emulator/refusal.ts'

const words = (text: string) => text.split(' ')
const of = (text: string) => emulatorOf(words(`qemu-system-x86_64 ${text}`))

describe('what a QEMU command line says', () => {
  test('of a machine like that of the capOS scripts', () => {
    const args = words(
      '/usr/bin/qemu-system-x86_64 -nographic -M q35,accel=kvm -cpu host -m 2G -smp 4,sockets=1,cores=4,threads=1 ' +
        '-bios /usr/share/ovmf/OVMF.fd -cdrom capos.iso -device isa-debug-exit,iobase=0xf4,iosize=0x04 -no-reboot',
    )
    expect(emulatorOf(args)).toEqual({
      emulator: 'qemu',
      file: 'qemu-system-x86_64',
      query: false,
      machine: 'q35',
      accelerators: ['kvm'],
      accelerator: 'kvm',
      threadMode: null,
      icount: false,
      vcpus: 4,
      topology: { sockets: 1, cores: 4, threads: 1 },
      memoryBytes: 2 ** 31,
      cpuModel: 'host',
      firmware: 'OVMF',
    })
  })

  test('nothing: one vCPU, which QEMU documents, and what depends on its version is not known', () => {
    expect(emulatorOf(['qemu-system-x86_64'])).toEqual({
      emulator: 'qemu',
      file: 'qemu-system-x86_64',
      query: false,
      machine: null,
      accelerators: [],
      accelerator: 'tcg',
      threadMode: null,
      icount: false,
      vcpus: 1,
      topology: { sockets: null, cores: null, threads: null },
      memoryBytes: null,
      cpuModel: null,
      firmware: null,
    })
  })

  test.each<[string, readonly string[], string | null]>([
    ['-accel kvm', ['kvm'], 'kvm'],
    ['--accel kvm', ['kvm'], 'kvm'],
    ['-enable-kvm -m 1G', ['kvm'], 'kvm'],
    ['--enable-kvm --machine pc', ['kvm'], 'kvm'],
    ['-machine pc,accel=tcg', ['tcg'], 'tcg'],
    ['-M accel=kvm:tcg,usb=off', ['kvm', 'tcg'], null],
    ['-accel kvm -accel tcg', ['kvm', 'tcg'], null],
    ['-accel kvm -enable-kvm', ['kvm'], 'kvm'],
    ['-accel accel=tcg,thread=multi', ['tcg'], 'tcg'],
    ['-name -accel -m 1G', [], 'tcg'],
  ])('accelerators of %s', (text, accelerators, accelerator) => {
    expect(of(text)).toMatchObject({ accelerators, accelerator })
  })

  test.each<[string, number | null]>([
    ['-smp 4', 4],
    ['--smp cpus=3', 3],
    ['-smp 2,maxcpus=8', 2],
    ['-smp maxcpus=8', 8],
    ['-smp sockets=2,cores=3,threads=2', 12],
    ['-smp cores=4', 4],
    ['-smp 1 -smp 2', 2],
    ['-smp many', null],
    ['', 1],
  ])('vCPUs of "%s"', (text, vcpus) => {
    expect(of(text.trim()).vcpus).toBe(vcpus)
  })

  test.each<[string, number | null]>([
    ['128', 128 * 2 ** 20],
    ['128M', 128 * 2 ** 20],
    ['1g', 2 ** 30],
    ['1.5G', 1.5 * 2 ** 30],
    ['2048k', 2 ** 21],
    ['size=1T,slots=2,maxmem=2T', 2 ** 40],
    ['4096b', 4096],
    ['much', null],
    ['0.3b', null],
  ])('memory of -m %s', (text, bytes) => {
    expect(of(`-m ${text}`).memoryBytes).toBe(bytes)
  })

  test.each([
    ['-drive if=pflash,format=raw,readonly=on,file=/x/OVMF_CODE.fd -drive if=pflash,file=/x/OVMF_VARS.fd', 'OVMF_CODE'],
    ['-pflash /x/edk2.bin', 'edk2'],
    ['-bios qboot.rom', 'qboot'],
    ['-drive file=disk.img,if=virtio', null],
  ])('firmware of %s', (text, firmware) => {
    expect(of(text).firmware).toBe(firmware)
  })

  test.each(['-version', '--version', '-machine help', '-accel help', '-cpu ?', '-device virtio-blk,help', '-h'])(
    '%s only asks',
    (text) => {
      expect(of(text).query).toBe(true)
    },
  )
  test('a disk image is no option, and other files are no QEMU', () => {
    expect(of('disk.img -m 64')).toMatchObject({ query: false, memoryBytes: 2 ** 26 })
    expect(emulatorOf(['/bin/sh', '-c', 'qemu-system-x86_64'])).toMatchObject({ emulator: null, accelerator: null })
    expect(emulatorOf([])).toMatchObject({ file: null, emulator: null })
    expect(of('-append a,,b=c').query).toBe(false)
  })
})

describe('several vCPUs', () => {
  test.each([
    ['-accel tcg -icount shift=auto', '-icount runs all of them on one'],
    ['--icount 5', 'Leave -icount out'],
    ['-accel tcg,thread=single', 'tcg,thread=single runs all of them on one. Use -accel tcg,thread=multi'],
    ['-accel tcg,thread=single -accel tcg,thread=multi', 'thread=single'],
    ['-accel kvm -accel tcg', 'kvm, tcg are named, and QEMU falls back from one to the next in silence. Name one'],
    ['-machine pc,accel=kvm:tcg', 'Name one'],
  ])('are refused with %s, and one is not', (text, why) => {
    expect(smpRefusal(words(text), 2)).toContain(why)
    expect(smpRefusal(words(text), 2)).toContain('2 vCPUs want a thread each')
    expect(smpRefusal(words(text), 1)).toBeUndefined()
    expect(smpRefusal(words(`/usr/bin/qemu-system-x86_64 ${text}`), 4)).toContain('4 vCPUs')
  })

  test.each(['-accel tcg,thread=multi', '-accel kvm', '-enable-kvm -append icount', '-M q35'])(
    'run with %s',
    (text) => {
      expect(smpRefusal(words(text), 8)).toBeUndefined()
    },
  )
})
