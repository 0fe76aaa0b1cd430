import { describe, expect, expectTypeOf, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'

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
    { pin: [] },
    { pin: [0, -1] },
    { runFactor: 0 },
    { timeouts: { boot: 0 } },
    { timeouts: { boot: Number.NaN } },
  ])('are refused when they cannot be: %j', (options) => {
    expect(() => linuxGuest(options)).toThrow(/^linuxGuest: .* was wanted, got /)
  })
})
