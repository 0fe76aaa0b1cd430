import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import type { LinuxGuestOptions } from '../../src/linux/options.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { leaveWith, pvhKernel, spin, tripleFault } from '../helpers/elf.ts'
import { processesWith } from '../helpers/processes.ts'
import { context, runGuest } from '../helpers/run-guest.ts'
import { script } from '../helpers/script.ts'

async function guestWith(options: LinuxGuestOptions) {
  const guest = linuxGuest({ accelerator: 'tcg', ...options })
  return { guest, facts: await guest.prepare(context) }
}

async function guestWithKernel(kernel: Uint8Array, options: LinuxGuestOptions = {}) {
  const directory = temporaryDirectory()
  const path = join(directory, 'kernel')
  writeFileSync(path, kernel)
  return guestWith({ kernel: path, cacheDir: join(directory, 'cache'), ...options })
}

describe('what the host lacks is an unmet need with a remedy', () => {
  it('no QEMU', async () => {
    const { facts } = await guestWith({ qemu: 'qemu-system-none' })
    expect(facts.accelerator).toBe('none')
    expect(facts.unmet).toEqual([
      {
        need: 'qemu-system-none',
        detail: expect.stringContaining('qemu-system-none was not found'),
        remedy: expect.stringContaining('apt-get install'),
      },
    ])
  })

  it('no QEMU: then no kernel is fetched for it', async () => {
    const said: string[] = []
    const guest = linuxGuest({ qemu: 'qemu-system-none', cacheDir: temporaryDirectory() })
    const { unmet } = await guest.prepare({ ...context, progress: (message) => said.push(message) })
    expect(unmet.map(({ need }) => need)).toEqual(['qemu-system-none'])
    expect(said).toEqual([])
  })

  it('something else where QEMU should be', async () => {
    const { facts } = await guestWith({ qemu: script(temporaryDirectory(), 'qemu', 'echo hello') })
    expect(facts.unmet).toMatchObject([{ detail: expect.stringContaining('did not answer like QEMU') }])
  })

  it.each([
    ['missing', '/nonexistent/vmlinuz', /there is no kernel at \/nonexistent\/vmlinuz/],
    ['a directory', '/proc', /the kernel \/proc is a directory/],
    ['a text file', '/proc/version', /\/proc\/version: a bzImage or an ELF vmlinux was wanted; it looks like text/],
    ['empty', '/dev/null', /\/dev\/null: .*it is empty/],
  ])('a kernel that is %s', async (_what, kernel, detail) => {
    const { guest, facts } = await guestWith({ kernel, cacheDir: temporaryDirectory() })
    expect(facts.unmet).toMatchObject([{ need: 'linux kernel', detail: expect.stringMatching(detail) }])
    expect(facts.unmet[0]?.remedy).toMatch(/Check the path/)
    expect(JSON.stringify([facts.unmet, guest.requires])).not.toMatch(/apt-get update/)
  })

  it('a CPU to pin to: a mistake of the caller, so nothing is run', async () => {
    await expect(guestWith({ pin: [4095] })).rejects.toMatchObject({
      code: 'CAPBENCH_USAGE',
      message: expect.stringContaining('4095'),
    })
  })

  it('and such a target refuses to run', async () => {
    const { guest } = await guestWith({ qemu: 'qemu-system-none' })
    await expect(runGuest(guest)).rejects.toMatchObject({ code: 'CAPBENCH_BUG' })
  })
})

describe('a machine that does not come up', () => {
  it('is ended when the limit of the phase boot has passed', async () => {
    const { guest, facts } = await guestWithKernel(pvhKernel(spin), { timeouts: { boot: 500 } })
    expect(facts.unmet).toEqual([])
    const run = await runGuest(guest)
    expect(run.end).toMatchObject({
      end: 'timeout',
      phase: 'boot',
      detail: expect.stringContaining('boot took longer than 500 ms'),
    })
    expect(processesWith(run.request.nonce)).toEqual([])
  })

  it('has not finished cleanly when the kernel resets the machine, although QEMU exits with 0', async () => {
    const { guest } = await guestWithKernel(pvhKernel(tripleFault))
    const run = await runGuest(guest)
    expect(run.end).toMatchObject({ end: 'finished', phase: 'boot', exit: { kind: 'exited', code: 0 } })
    expect(run.end.detail).toContain('guest-reset')
    expect(run.events).toContainEqual(
      expect.objectContaining({ kind: 'qmp', event: expect.objectContaining({ event: 'SHUTDOWN' }) }),
    )
  })

  it('tells of a guest that leaves by itself with the code it gave', async () => {
    const { guest } = await guestWithKernel(pvhKernel(leaveWith(0x11)))
    expect((await runGuest(guest)).end).toMatchObject({ end: 'finished', phase: 'boot', exit: { code: 35 } })
  })

  it('panics in the open when there is no init', async () => {
    const { guest, facts } = await guestWith({ cmdline: 'rdinit=/nonexistent init=/nonexistent' })
    const run = await runGuest(guest)
    expect(run.end).toMatchObject({ end: 'finished', phase: 'boot', exit: { kind: 'exited', code: 0 } })
    const [panic] = facts.faults.filter(({ reason }) => reason === 'guest_panic')
    expect(run.channels.console).toContain(panic?.text)
    expect(run.channels.launcher).toBe('')
  })

  it('fails to launch with what QEMU said when QEMU refuses the machine', async () => {
    const { guest } = await guestWith({ cpu: 'no-such-cpu' })
    const run = await runGuest(guest)
    expect(run.end).toMatchObject({ end: 'launch-failed', phase: 'launch', exit: { kind: 'exited', code: 1 } })
    expect(run.end.detail).toContain('no-such-cpu')
    expect(run.channels.driver).toContain('no-such-cpu')
  })

  it('is ended when QEMU starts but never speaks', async () => {
    const qemu = script(
      temporaryDirectory(),
      'qemu',
      'case "$1" in --version) echo "QEMU emulator version 7.2.0";; *) exec sleep 60;; esac',
    )
    const { guest } = await guestWith({ qemu, timeouts: { launch: 300 } })
    expect((await runGuest(guest)).end).toMatchObject({ end: 'timeout', phase: 'launch' })
  })
})
