import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Parser } from '@capbench/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { imageGuest } from '../../../src/image-guest/guest.ts'
import { temporaryDirectory } from '../../helpers/directory.ts'
import type { Answer } from '../support/console-benchmark.ts'
import { consoleBenchmark, resultOf } from '../support/console-benchmark.ts'
import { runImage } from '../support/run-image.ts'

const iso = '/usr/lib/grub-rescue/grub-rescue-cdrom.iso'
const prompt = 'grub> '
/**
 * The unchanged rescue CD has no serial terminal. With `graphics=off` QEMU tells SeaBIOS to serve its text screen and
 * keyboard on COM1, so GRUB is seen as the BIOS draws it: with cursor movements in the middle of words.
 */
const common = {
  name: 'grub',
  system: 'grub',
  machine: 'pc,graphics=off',
  accelerator: 'tcg',
  // everything is echoed, however busy the host is
  typing: { bytes: 4, echoMs: 5000 },
  boot: [{ wait: 'executed automatically' }, { send: 'c' }, { wait: prompt }],
} as const

/** Terminal sequences, with which a screen is drawn. */
const sequences = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;?]*[A-Za-z]`, 'g')
const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(sequences, '')
    .replaceAll(/[\r\n]/g, '')

const ofDisk: Parser<Answer> = {
  format: 'grub-hashsum',
  version: 1,
  parse: ({ channel }) => {
    const [, answer] = /([0-9a-f]{64}) +\(hd0\)0\+128/.exec(textOf(channel('console'))) ?? []
    return answer === undefined
      ? { complete: false, lost: 'there is no digest' }
      : { complete: true, observation: { answer } }
  },
}
const data = Buffer.alloc(64 * 1024, 'a disk of known content\n')
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const firstOf = (path: string): Uint8Array => readFileSync(path).subarray(0, data.length)
/** GRUB hashes the first 128 sectors of a disk (the data, where there is no other). */
const asked = [{ send: 'hashsum -h sha256 (hd0)0+128\r' }, { wait: '(hd0)0+128\r\n' }, { wait: prompt }] as const

function withData() {
  const path = join(temporaryDirectory(), 'data, known')
  writeFileSync(path, data)
  return {
    files: { data: path },
    extraArgs: ['-drive', 'if=none,id=data,format=raw,file={data}', '-device', 'ide-hd,drive=data'],
  }
}

beforeEach((ctx) => {
  if (!existsSync(iso)) ctx.skip('grub-rescue-pc is not installed')
})

describe('GRUB on the console that its BIOS keeps on COM1 (grub-rescue-pc)', () => {
  it('answers and leaves by isa-debug-exit', async () => {
    const dialogue = [...asked, { send: 'outb 0xf4 0x10\r' }]
    const question = consoleBenchmark({
      system: 'grub',
      dialogue: () => dialogue,
      parser: ofDisk,
      wanted: digestOf(data),
    })
    const guest = imageGuest({ ...common, ...withData(), iso, exit: { by: 'debug-exit', code: 33 } })
    const { result } = await resultOf(guest, question)
    expect(result, JSON.stringify(result)).toMatchObject({ status: 'passed' })
  })

  it('starts from the same image as a disk, and switches the machine off', async () => {
    const dialogue = [...asked, { send: 'halt\r' }]
    const question = consoleBenchmark({
      system: 'grub',
      dialogue: () => dialogue,
      parser: ofDisk,
      wanted: digestOf(firstOf(iso)),
    })
    const { result } = await resultOf(imageGuest({ ...common, disk: iso, exit: { by: 'shutdown' } }), question)
    expect(result, JSON.stringify(result)).toMatchObject({ status: 'passed' })
  })

  it('that ends otherwise than it was said to has not ended', async () => {
    const question = consoleBenchmark({
      system: 'grub',
      dialogue: () => [...asked, { send: 'reboot\r' }],
      parser: ofDisk,
      wanted: digestOf(firstOf(iso)),
    })
    const { result } = await resultOf(imageGuest({ ...common, disk: iso, exit: { by: 'shutdown' } }), question)
    expect(result).toMatchObject({ status: 'invalid', reason: 'abnormal_exit' })
    expect(JSON.stringify(result)).toContain('guest-reset')
  })

  it('keeps every key of a long line, although the BIOS has room for 15 only', async () => {
    const long = 'abcdefghij'.repeat(12)
    const guest = imageGuest({ ...common, iso, exit: { by: 'quit' } })
    const { end, console } = await runImage(guest, [
      { send: `set x=${long}\r` },
      { wait: prompt },
      { send: 'echo "($x)"\r' },
      { wait: prompt },
    ])
    expect(end).toMatchObject({ end: 'finished' })
    expect(textOf(Buffer.from(console, 'latin1'))).toContain(`(${long})`)
  })
})
