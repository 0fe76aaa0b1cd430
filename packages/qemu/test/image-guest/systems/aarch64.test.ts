import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lines } from '@capbench/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { inspectQemu } from '../../../src/binary/qemu.ts'
import { imageGuest } from '../../../src/image-guest/guest.ts'
import { temporaryDirectory } from '../../helpers/directory.ts'
import { consoleBenchmark, resultOf } from '../support/console-benchmark.ts'
import { runImage } from '../support/run-image.ts'

const bios = '/usr/lib/u-boot/qemu_arm64/u-boot.bin'
const prompt = '=> '
const common = {
  name: 'u-boot-arm',
  system: 'u-boot',
  arch: 'aarch64',
  accelerator: 'tcg',
  runFactor: 1,
  boot: [{ wait: 'Hit any key to stop autoboot' }, { send: ' ' }, { wait: prompt }],
  exit: { by: 'shutdown' },
} as const
const products = lines({
  pattern: /product (?<product>[0-9a-f]+)/,
  final: 'that is all',
  exit: 0,
  observe: ([line]) => ({ answer: line?.product ?? '' }),
})
const asked = [
  { send: 'setexpr x 0x1234 * 0x5678\r' },
  { wait: prompt },
  { send: 'echo product $x; echo that  is  all\r' },
  { wait: 'that is all\r\n' },
  { wait: prompt },
  { send: 'poweroff\r' },
] as const

describe('U-Boot on aarch64 (u-boot-qemu, qemu-system-arm)', () => {
  beforeEach(async (ctx) => {
    if (!existsSync(bios)) ctx.skip('u-boot-qemu is not installed')
    const qemu = await inspectQemu('qemu-system-aarch64')
    if (!qemu.found) ctx.skip(`qemu-system-arm is not installed: ${qemu.detail}`)
  })

  it('multiplies and switches the machine off by PSCI', async () => {
    const wanted = (0x1234 * 0x5678).toString(16)
    const question = consoleBenchmark({ system: 'u-boot', dialogue: () => asked, parser: products, wanted })
    const { result } = await resultOf(imageGuest({ ...common, bios }), question)
    expect(result).toMatchObject({ status: 'passed' })
  })

  it('starts from flash as well, whose file never changes', async () => {
    const flash = join(temporaryDirectory(), 'flash')
    writeFileSync(flash, readFileSync(bios))
    truncateSync(flash, 64 << 20) // the size of a chip of the machine `virt`
    const { end, console } = await runImage(imageGuest({ ...common, pflash: [flash] }), [{ send: 'poweroff\r' }])
    expect(end).toMatchObject({ end: 'finished', phase: 'exit', exit: { kind: 'exited', code: 0 } })
    expect(console).toContain('poweroff')
  })
})
