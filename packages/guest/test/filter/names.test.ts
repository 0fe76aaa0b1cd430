import { spawnSync } from 'node:child_process'
import { type Arguments, type CallInterface, calls, missingTerms, type Term } from '@capbench/core'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { builtForTest, temporaryDirectory } from '../support/programs.ts'
import { type CallClass, callClasses } from './argument-classes.ts'
import { vocabulary } from './subsets.ts'

const directory = temporaryDirectory()
let namer: string
beforeAll(async () => {
  const sources = ['name', 'table', 'terms'].map((name) => `c/launch/filter/${name}.c`)
  namer = await builtForTest('name-call', ['test/c/name-call.c', ...sources], directory)
})

const x32Bit = 0x40000000
const audit = { x86_64: 0xc000003e, aarch64: 0xc00000b7, i386: 0x40000003, x32: 0xc000003e } as const
const interfaces = Object.keys(audit) as (keyof typeof audit)[]

interface Asked extends CallClass {
  readonly arch: number
  readonly granted: readonly Term[]
}

const bitsOf = (granted: readonly Term[]) =>
  granted.reduce((bits, term) => bits | (1n << BigInt(vocabulary.indexOf(term))), 0n)

/** What the launcher says of calls: one line each. */
function namesOf(asked: readonly Asked[]): readonly string[] {
  const input = asked.map(({ granted, arch, number, args }) =>
    [bitsOf(granted), arch, number, ...args].map((value) => value.toString(16)).join(' '),
  )
  return spawnSync(namer, { input: input.join('\n'), maxBuffer: 2 ** 28 })
    .stdout.toString()
    .trimEnd()
    .split('\n')
}

const ask = (granted: readonly Term[], arch: number, number: number, ...args: readonly number[]): Asked => ({
  granted,
  arch,
  number,
  args: Array.from({ length: 6 }, (_, index) => BigInt(args[index] ?? 0)),
})

/** What the table says of a call, in the launcher's words. */
function expected(face: CallInterface, granted: ReadonlySet<Term>, number: number, args: Arguments): string {
  const call = calls[face].find((one) => one.number === number)
  const missing = missingTerms(face, granted, number, args)
  const native = face === 'x86_64' || face === 'aarch64'
  const named = vocabulary.filter((term) => missing.includes(term)).join(',')
  const allowed = native && call?.rule !== undefined && missing.length === 0
  return `${call?.name ?? 'unknown'} ${face} ${named} ${Number(allowed)} ${Number(native && call?.rule?.hold === true)}`
}

test.each(interfaces)('every call of %s is named with the terms that the table has for its arguments', (face) => {
  const classes = callClasses(face)
  fc.assert(
    fc.property(fc.subarray(vocabulary), (granted) => {
      const marked = face === 'x32' ? x32Bit : 0
      const asked = classes.map(({ number, args }) => ({ granted, arch: audit[face], number: number + marked, args }))
      const set = new Set(granted)
      const names = namesOf(asked)
      const wrong = classes.flatMap(({ number, args }, index) =>
        names[index] === expected(face, set, number, args) ? [] : [`${number}(${args}): ${names[index]}`],
      )
      expect(wrong.slice(0, 5)).toEqual([])
    }),
    { numRuns: 4 },
  )
})

test.each<[string, Asked, string]>([
  ['an internet socket', ask([], audit.x86_64, 41, 2, 1), 'socket x86_64 net.loopback,net.external 0 0'],
  ['a socket of packets', ask([], audit.x86_64, 41, 17, 3), 'socket x86_64 device 0 0'],
  ['a file that is written', ask(['file.read'], audit.x86_64, 2, 0, 0o1101), 'open x86_64 file.write 0 0'],
  ['a file that is read', ask([], audit.aarch64, 56, 0, 0, 0), 'openat aarch64 file.read 0 0'],
  ['a child', ask([], audit.x86_64, 57), 'fork x86_64 process.spawn 0 0'],
  ['a child on the other architecture', ask([], audit.aarch64, 220, 17), 'clone aarch64 process.spawn 0 0'],
  ['a thread', ask(['process.spawn'], audit.x86_64, 56, 0x7d0f00), 'clone x86_64 thread.spawn 0 0'],
  ['a user name space', ask(['process.spawn'], audit.x86_64, 56, 0x10000011), 'clone x86_64 namespace 0 0'],
  ['memory to run', ask(['memory.map'], audit.x86_64, 9, 0, 4096, 5, 0x22), 'mmap x86_64 memory.exec 0 0'],
  [
    'a socket through int 0x80',
    ask([], audit.i386, 359, 2, 1),
    'socket i386 net.loopback,net.external,posture.change 0 0',
  ],
  [
    'a socket through the call for all of them',
    ask([], audit.i386, 102, 1),
    'socketcall i386 net.loopback,net.external,posture.change 0 0',
  ],
  [
    'a write through int 0x80, which all may do natively',
    ask(vocabulary, audit.i386, 4, 1),
    'write i386 posture.change 0 0',
  ],
  ['a call of x32', ask([], audit.x86_64, x32Bit + 57), 'fork x32 process.spawn,posture.change 0 0'],
  [
    'a call of x32 with a number of its own',
    ask([], audit.x86_64, x32Bit + 545),
    'execveat x32 process.exec,posture.change 0 0',
  ],
  ['a number that no call has', ask(vocabulary, audit.x86_64, 9999), 'unknown x86_64  0 0'],
  ['a negative number', ask([], audit.x86_64, 0xffffffff), 'unknown x86_64  0 0'],
  ['a call of ARM', ask(vocabulary, 0x40000028, 1), 'unknown other posture.change 0 0'],
  ['the first call after exec', ask([], audit.x86_64, 218), 'set_tid_address x86_64  1 1'],
  ['the launch', ask([], audit.x86_64, 322), 'execveat x86_64 process.exec 0 1'],
  ['the launch of one that may exec', ask(['process.exec'], audit.aarch64, 281), 'execveat aarch64  1 1'],
])('%s', (_, asked, line) => {
  expect(namesOf([asked])).toEqual([line])
})
