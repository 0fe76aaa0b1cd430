import { expect, test } from 'vitest'
import type { TargetFacts } from '../../src/target/facts.ts'
import { faultsIn } from '../../src/verify/faults.ts'
import type { FinishedRun } from '../../src/verify/finished-run.ts'

const run = {
  channel: (name: string) => Buffer.from(name === 'console' ? 'up\nkernel PANIC here\nmore\n' : ''),
  artifact: (name: string) => Buffer.from(name === 'qemu.log' ? 'PANIC in a file' : ''),
} as unknown as FinishedRun
const told = (channel: string, text = 'PANIC') =>
  faultsIn(run, { faults: [{ channel, text, reason: 'guest_panic' }] } as unknown as TargetFacts).map(
    ({ reason, detail }) => `${reason}: ${detail}`,
  )

test('a declared text is found where it was declared: in a channel, or in a file that a harness left behind', () => {
  expect(told('console')).toEqual(['guest_panic: console says "kernel PANIC here" at byte 10'])
  expect(told('artifacts/qemu.log')).toEqual(['guest_panic: artifacts/qemu.log says "PANIC in a file" at byte 0'])
})

test('nowhere else, and no other text', () => {
  expect(told('driver')).toEqual([])
  expect(told('artifacts/other.log')).toEqual([])
  expect(told('qemu.log')).toEqual([])
  expect(told('console', 'panic')).toEqual([])
})

test('the whole line is told, also where the text begins with the end of the line before', () => {
  expect(told('console', '\nmore')).toEqual(['guest_panic: console says "more" at byte 20'])
  expect(told('console', 'up\n')).toEqual(['guest_panic: console says "up\\nkernel PANIC here" at byte 0'])
})
