import { describe, expect, expectTypeOf, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import type { LinuxGuestOptions } from '../../src/linux/options.ts'

describe('the choices of a Linux guest', () => {
  it('keep the literal name, and need none', () => {
    const plain = linuxGuest()
    const other = linuxGuest({ name: 'linux-big', memoryMiB: 512, role: 'subject' })
    expectTypeOf(plain.name).toEqualTypeOf<'linux'>()
    expectTypeOf(other.name).toEqualTypeOf<'linux-big'>()
    expect(plain).toMatchObject({ name: 'linux', system: 'linux', arch: 'x86_64', role: 'reference' })
    expect(other).toMatchObject({ name: 'linux-big', role: 'subject', chosen: { memoryMiB: 512 } })
  })

  it('are stored without paths of this host', () => {
    const guest = linuxGuest({ kernel: '/home/somebody/vmlinuz', cacheDir: '/home/somebody/cache' })
    expect(JSON.stringify(guest.chosen)).not.toContain('somebody')
  })

  it.each([
    { name: 'Linux Guest' },
    { memoryMiB: 64 },
    { memoryMiB: 128.5 },
    { accelerator: 'hvf' as 'kvm' },
    { cpu: 'host -S' },
    { arch: 'riscv64' as 'aarch64' },
    { arch: 'toString' as 'aarch64' },
    { pin: [] },
    { pin: [0, -1] },
    { runFactor: 0 },
    { timeouts: { boot: 0 } },
    { timeouts: { boot: Number.NaN } },
    { snapshot: 'yes' as unknown as boolean },
    { confine: 0 as unknown as boolean },
  ])('are refused when they cannot be: %j', (options) => {
    expect(() => linuxGuest(options)).toThrow(/^linuxGuest: .* was wanted, got /)
  })

  it('are refused when they do not exist, with those that do', () => {
    const mistyped: object = { memroy: 1 }
    expect(() => linuxGuest(mistyped)).toThrow(/linuxGuest.*"memroy".*memoryMiB.*qemu/)
    const late: object = { timeouts: { run: 1 } }
    expect(() => linuxGuest(late)).toThrow(/timeouts.*"run".*launch, boot, exit/)
  })

  it('can each be given, apart from gdb beside snapshot', () => {
    const all: Required<Omit<LinuxGuestOptions, 'gdb'>> = {
      name: 'all',
      role: 'subject',
      arch: 'x86_64',
      kernel: '/kernel',
      memoryMiB: 256,
      accelerator: 'tcg',
      pin: [0],
      cpu: 'qemu64',
      cacheDir: '/cache',
      timeouts: { launch: 1, boot: 1, exit: 1 },
      runFactor: 2,
      snapshot: true,
      confine: false,
      cmdline: 'quiet',
      qemu: 'qemu',
    }
    expect(linuxGuest(all)).toMatchObject({ name: 'all', chosen: { memoryMiB: 256, runFactor: 2 } })
  })
})
