import { describe, expect, it } from 'vitest'
import { capOSGuest } from '../../src/image-guest/capos-guest.ts'
import { cleanExitOf } from '../../src/image-guest/facts.ts'
import { freebsdGuest } from '../../src/image-guest/freebsd-guest.ts'
import { imageGuest } from '../../src/image-guest/guest.ts'
import type { ImageGuestOptions } from '../../src/image-guest/options.ts'
import { context } from '../helpers/run-guest.ts'

const least = { name: 'toy', system: 'toy-os', iso: '/images/toy.iso', exit: { by: 'quit' } } as const
const refusal = (change: Record<string, unknown>) => () =>
  imageGuest({ ...least, ...change } as unknown as ImageGuestOptions)

describe('an image is refused with a reason and a remedy', () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['without a name', { name: undefined }, /name/],
    ['an unknown option', { isoImage: '/x' }, /no option "isoImage"; it has .*iso/],
    ['a bad system', { system: 'Toy OS' }, /system of lower-case/],
    ['nothing to boot', { iso: undefined }, /something to boot \(kernel, iso, disk, bios or pflash\)/],
    ['an initrd without a kernel', { initrd: '/x' }, /a kernel to which initrd and append belong/],
    ['two firmwares', { bios: '/x', pflash: ['/y'] }, /bios or pflash, not both/],
    ['a command line of two lines', { kernel: '/k', append: 'a\nb' }, /one line/],
    ['no end', { exit: undefined }, /how a run ends for certain/],
    ['an unknown end', { exit: { by: 'reboot' } }, /debug-exit.*shutdown.*quit/],
    ['an end by QEMU’s own error code', { exit: { by: 'debug-exit', code: 1 } }, /odd exit code from 3 to 255/],
    ['an even code', { exit: { by: 'debug-exit', code: 16 } }, /odd exit code/],
    [
      'isa-debug-exit on another architecture',
      { arch: 'aarch64', exit: { by: 'debug-exit', code: 33 } },
      /x86_64 alone/,
    ],
    ['another architecture', { arch: 'riscv64' }, /arch x86_64 or aarch64/],
    ['an accelerator in the machine', { machine: 'pc,accel=kvm' }, /accel=, which has an option/],
    ['the same port twice', { ports: ['console', 'console'] }, /ports/],
    ['a port that is no port', { ports: ['launcher'] }, /ports/],
    ['no memory', { memoryMiB: 0 }, /memoryMiB from 1/],
    ['typing of nothing', { typing: { bytes: 0 } }, /at least 1 byte/],
    ['a step that is none', { boot: [{ waitFor: 'x' }] }, /step 0 is to be \{ wait \}/],
    ['a step with two deeds', { boot: [{ wait: 'x', send: 'y' }] }, /step 0 is to be/],
    ['a wait for nothing', { boot: [{ send: 'x' }, { wait: '' }] }, /step 1 needs a text/],
    ['a limit of nothing', { boot: [{ wait: 'x', timeoutMs: 0 }] }, /timeoutMs from 1/],
    ['a secret that was not given', { boot: [{ sendSecret: 'root' }] }, /given none; add it to the option secrets/],
    ['typing before anything was said', { boot: [{ send: 'x' }, { wait: 'y' }] }, /begins with a wait/],
    ['unknown provenance', { provenance: { vendor: 'x' } }, /provenance has no option "vendor"/],
    ['files that nobody uses', { files: { data: '/d' } }, /write \{data\} in extraArgs/],
    ['a file called nonce', { files: { nonce: '/d' }, extraArgs: ['-fw_cfg', 'x={nonce}'] }, /not nonce/],
  ])('%s', (_, change, why) => {
    expect(refusal(change)).toThrow(why)
  })
})

it('tells what was chosen without paths of this host and without values of secrets', () => {
  const { chosen, role, requires } = imageGuest({
    ...least,
    kernel: '/home/me/kernel',
    append: 'password=hunter22 {nonce}',
    secrets: { root: 'hunter22' },
    boot: [{ wait: 'password: ' }, { sendSecret: 'root' }],
    files: { data: '/home/me/data' },
    extraArgs: ['-drive', 'file={data},if=none'],
  })
  expect(JSON.stringify(chosen)).not.toMatch(/home|hunter22|images/)
  expect(chosen).toMatchObject({ boots: ['kernel', 'iso'], append: 'password=******** {nonce}', secrets: ['root'] })
  expect(role).toBe('subject')
  expect(requires.map(({ need }) => need)).toEqual(['qemu-system-x86_64', 'image files'])
})

it('says what the host lacks, an image too', async () => {
  const facts = await imageGuest({ ...least, qemu: '/nonexistent/qemu' }).prepare(context)
  expect(facts.unmet.map(({ need }) => need)).toEqual(['/nonexistent/qemu', 'image files'])
  expect(facts.unmet[1]?.detail).toContain('/images/toy.iso')
  expect(facts).toMatchObject({ provenance: { source: null }, envelope: { network: 'none', firmware: null } })
})

it('keeps secrets out of provenance and notes as well', async () => {
  const facts = await imageGuest({
    ...least,
    qemu: '/nonexistent/qemu',
    secrets: { root: 'hunter22' },
    provenance: { source: 'https://me:hunter22@example.org/toy', build: 'hunter22' },
    notes: ['password hunter22'],
  }).prepare(context)
  expect(JSON.stringify(facts)).not.toContain('hunter22')
  expect(facts).toMatchObject({
    provenance: { source: 'https://me:********@example.org/toy', commit: null, build: '********' },
    notes: ['password ********'],
  })
})

it('means by clean what it was told: a code, or a reason of QEMU where the code says nothing', () => {
  expect(cleanExitOf({ exit: { by: 'debug-exit', code: 85 } })).toEqual({ code: 85, launcher: false })
  expect(cleanExitOf({ exit: { by: 'shutdown' } })).toMatchObject({ code: 0, shutdown: 'guest-shutdown' })
  expect(cleanExitOf({ exit: { by: 'quit' } })).toMatchObject({ code: 0, shutdown: 'host-qmp-quit' })
})

describe('presets', () => {
  it('of capOS want the exit code, which is not known here', () => {
    expect(capOSGuest({ iso: '/capos.iso', exitCode: 33, exitPort: 0x501 })).toMatchObject({
      name: 'capos',
      system: 'capos',
      role: 'subject',
      chosen: { exit: { by: 'debug-exit', code: 33, iobase: 0x501 }, boots: ['iso'] },
    })
    expect(() => capOSGuest({ iso: '/capos.iso' } as never)).toThrow(/odd exit code/)
    expect(() => capOSGuest({ iso: '/capos.iso', exitCode: 33, exit: { by: 'quit' } } as never)).toThrow(
      /capOSGuest has no option "exit"/,
    )
  })

  it('of capOS take a manifest that can be compared, and no other system does', async () => {
    const manifest = { schema: 'capbench.capos-manifest/1', grants: [] } as const
    const granted = { ...manifest, grants: [...manifest.grants] }
    const guest = capOSGuest({ iso: '/capos.iso', exitCode: 33, manifest: granted, features: ['measure'] })
    expect(await guest.prepare(context)).toMatchObject({ manifest, features: ['measure'], authority: 'unenforced' })
    expect(() => capOSGuest({ iso: '/capos.iso', exitCode: 33, manifest: {} as never })).toThrow(/capos-manifest/)
    expect(refusal({ manifest: granted })).toThrow(/no manifest, which only capOS has/)
  })

  it('of FreeBSD log in, with a password only where there is one', () => {
    const steps = (secrets?: Record<string, string>) => {
      const { boot } = freebsdGuest({ disk: '/freebsd.qcow2', ...(secrets && { secrets }) }).chosen
      return (boot as readonly object[]).map((step) => Object.keys(step)[0])
    }
    expect(steps()).toEqual(['wait', 'send', 'wait', 'send', 'wait'])
    expect(steps({ root: 'beastie' })).toEqual(['wait', 'send', 'wait', 'sendSecret', 'send', 'wait', 'send', 'wait'])
  })
})
