import { expect, test } from 'vitest'
import { check, type Instruction, run } from './bpf.ts'

const allow: Instruction = [0x06, 0, 0, 1]
const deny: Instruction = [0x06, 0, 0, 2]
const data = { arch: 7, number: -1, args: [0x1_0000_0005n, 0n, 0n, 0n, 0n, 2n ** 64n - 1n] }

test.each<[string, readonly Instruction[], number]>([
  ['the number as an unsigned word', [[0x20, 0, 0, 0], [0x15, 0, 1, 0xffffffff], allow, deny], 1],
  ['the architecture', [[0x20, 0, 0, 4], [0x15, 0, 1, 7], allow, deny], 1],
  ['the low word of an argument', [[0x20, 0, 0, 16], [0x15, 0, 1, 5], allow, deny], 1],
  ['the high word of an argument', [[0x20, 0, 0, 20], [0x15, 0, 1, 1], allow, deny], 1],
  ['bits of the last argument', [[0x20, 0, 0, 60], [0x54, 0, 0, 0x80000000], [0x15, 0, 1, 0x80000000], allow, deny], 1],
  ['an unsigned order', [[0x20, 0, 0, 0], [0x35, 0, 1, 0x80000000], allow, deny], 1],
  ['a jump', [[0x05, 0, 0, 1], deny, allow], 1],
])('the interpreter of the tests reads %s', (_, program, answer) => {
  check(program)
  expect(run(program, data)).toBe(answer)
})

test.each<[string, readonly Instruction[]]>([
  ['no program', []],
  ['too long a program', Array.from({ length: 4097 }, () => allow)],
  ['a program without an answer', [[0x20, 0, 0, 0]]],
  ['a jump out of it', [[0x05, 0, 0, 1], allow]],
  ['a branch out of it', [[0x15, 0, 5, 1], allow, deny]],
  ['a load from beside the data', [[0x20, 0, 0, 64], allow]],
  ['a load across two words', [[0x20, 0, 0, 2], allow]],
  ['an instruction that it does not know', [[0x07, 0, 0, 0], allow]],
])('the interpreter of the tests refuses %s', (_, program) => {
  expect(() => check(program)).toThrow()
})
