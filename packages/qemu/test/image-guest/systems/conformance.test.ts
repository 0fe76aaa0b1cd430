import { existsSync } from 'node:fs'
import { type DialogueStep, type JsonValue, lines } from '@capbench/core'
import { testTarget } from '@capbench/core/testing'
import { expect, it } from 'vitest'
import { imageGuest } from '../../../src/image-guest/guest.ts'

const bios = '/usr/lib/u-boot/qemu-x86_64/u-boot.rom'
const prompt = '=> '
const parser = lines<RegExp, JsonValue>({
  pattern: /crc32 for \S+ \.\.\. \S+ ==> (?<crc>[0-9a-f]{8})/,
  final: 'that is all',
  exit: 0,
  observe: (found) => found.length,
})
const crc = [{ send: 'crc32 100000 1000\r' }, { wait: '==> ' }, { wait: prompt }] as const
const dialogues = {
  good: [...crc, { send: 'echo that  is  all\r' }, { wait: 'that is all\r\n' }],
  // a reset ends the machine, and not as agreed
  exit1: [...crc, { send: 'reset\r' }, { wait: 'never said' }],
  garbage: [{ send: 'md.b 0 40\r' }, { wait: prompt }],
  half: [...crc, { send: 'echo that is\r' }, { wait: prompt }],
  nothing: [{ send: '\r' }, { wait: prompt }],
  hang: [...crc, { wait: 'never said' }],
  flood: [{ send: 'md.b 0 ffffff\r' }, { wait: 'never said' }],
} as const satisfies Record<string, readonly DialogueStep[]>

it('a guest that is driven over its console keeps the contract of every target (u-boot-qemu)', async (ctx) => {
  if (!existsSync(bios)) ctx.skip('u-boot-qemu is not installed')
  const target = imageGuest({
    name: 'u-boot',
    system: 'u-boot',
    bios,
    accelerator: 'tcg',
    memoryMiB: 128,
    runFactor: 1,
    boot: [{ wait: 'Hit any key to stop autoboot' }, { send: ' ' }, { wait: prompt }],
    exit: { by: 'quit' },
  })
  const work = (dialogue: readonly DialogueStep[]) => () => ({ form: 'console', dialogue }) as const
  const { good, ...others } = dialogues
  const programs = Object.fromEntries(Object.entries(others).map(([name, dialogue]) => [name, work(dialogue)]))
  const report = await testTarget(target, { programs: { good: work(good), ...programs }, parser, runTimeoutMs: 20_000 })
  expect(report.checks.filter(({ outcome }) => outcome === 'fail')).toEqual([])
  expect(report.checks.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(8)
})
