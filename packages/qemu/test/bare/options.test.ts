import { describe, expect, expectTypeOf, it } from 'vitest'
import { bareGuest } from '../../src/bare/guest.ts'
import { linuxGuest } from '../../src/linux/guest.ts'

describe('the choices of a bare guest', () => {
  it('keep the literal name, and need none', () => {
    const plain = bareGuest()
    expectTypeOf(plain.name).toEqualTypeOf<'bare'>()
    expectTypeOf(bareGuest({ name: 'ceiling' }).name).toEqualTypeOf<'ceiling'>()
    expect(plain).toMatchObject({ name: 'bare', system: 'bare', arch: 'x86_64', role: 'reference' })
    expect(bareGuest({ role: 'subject', memoryMiB: 16 })).toMatchObject({ role: 'subject', chosen: { memoryMiB: 16 } })
  })

  it.each([
    { name: 'Bare Guest' },
    { memoryMiB: 15 },
    { accelerator: 'hvf' as 'kvm' },
    { cpu: 'host -S' },
    { runFactor: 0 },
    { timeouts: { boot: 0 } },
  ])('are refused when they cannot be: %j', (options) => {
    expect(() => bareGuest(options)).toThrow(/^bareGuest: .* was wanted, got /)
  })

  it('are refused when they do not exist, with those that do', () => {
    const mistyped: object = { kernel: '/vmlinux' }
    expect(() => bareGuest(mistyped)).toThrow(/bareGuest.*"kernel".*memoryMiB.*qemu/)
  })

  it('need less of the host than a Linux guest', () => {
    const needs = (one: { readonly requires: readonly { readonly need: string }[] }) =>
      one.requires.map(({ need }) => need)
    expect(needs(bareGuest())).toEqual(['qemu-system-x86_64'])
    expect(needs(linuxGuest())).toEqual(expect.arrayContaining(needs(bareGuest())))
  })
})
