import { execFileSync } from 'node:child_process'
import { type Architecture, type Decision, decideCall, type Term } from '@capbench/core'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { built, temporaryDirectory } from '../support/programs.ts'
import { callClasses } from './argument-classes.ts'
import { check, type Instruction, run } from './bpf.ts'
import { plainSubsets, vocabulary } from './subsets.ts'

const directory = temporaryDirectory()
let launcher: string
beforeAll(async () => {
  launcher = await built('capbench-launch', directory)
})

const audit = { x86_64: 0xc000003e, aarch64: 0xc00000b7 } as const
const architectures = ['x86_64', 'aarch64'] as const
const classes = { x86_64: callClasses('x86_64'), aarch64: callClasses('aarch64') }
const answers: Readonly<Record<Decision, number>> = {
  allow: 0x7fff0000,
  notify: 0x7fc00000,
  ENOTTY: 0x00050000 + 25,
  ENOSYS: 0x00050000 + 38,
}
const decisions = new Map(Object.entries(answers).map(([decision, answer]) => [answer, decision]))

interface Shown {
  readonly arch: string
  readonly terms: readonly Term[]
  readonly code: readonly Instruction[]
}

function filterOf(arch: Architecture, granted: readonly Term[]): Shown {
  return JSON.parse(execFileSync(launcher, ['--show-filter', arch, granted.join(',')], { encoding: 'utf8' })) as Shown
}

/** Holds the filter to the table for every class of call, on one architecture. */
function holdToTable(arch: Architecture, granted: readonly Term[]): void {
  const { code } = filterOf(arch, granted)
  const set = new Set(granted)
  check(code)
  const wrong = classes[arch].flatMap(({ number, args }) => {
    const made = decisions.get(run(code, { arch: audit[arch], number, args }))
    const wanted = decideCall(arch, set, number, args)
    return made === wanted ? [] : [`${number}(${args.map((word) => `0x${word.toString(16)}`)}): ${made}, not ${wanted}`]
  })
  expect(wrong.slice(0, 5), `${arch} ${granted.join(',')}`).toEqual([])
}

test.each(architectures)('on %s the filter decides every call as the table says, term by term', (arch) => {
  for (const granted of plainSubsets) holdToTable(arch, granted)
})

test.each(architectures)('on %s the filter decides every call as the table says, for any set of terms', (arch) => {
  fc.assert(
    fc.property(fc.subarray(vocabulary), (granted) => holdToTable(arch, granted)),
    { numRuns: 40 },
  )
})

test.each(architectures)('on %s the filter tells of every call of another interface, whatever is granted', (arch) => {
  const others = Object.values(audit).filter((one) => one !== audit[arch])
  const { code } = filterOf(arch, vocabulary)
  const args = Array<bigint>(6).fill(0n)
  const told = (foreign: number, number: number) =>
    expect(run(code, { arch: foreign, number, args }), `${foreign} ${number}`).toBe(answers.notify)
  for (let number = 0; number < 600; number++) {
    for (const foreign of [...others, 0x40000003, 0x40000028, 0]) told(foreign, number)
    told(audit[arch], 0x40000000 + number)
    told(audit[arch], 0x7fffffff - number)
    told(audit[arch], 0xffffffff - number)
  }
})

test('the filter shows the terms that it was made of, in the order of the vocabulary', () => {
  expect(filterOf('aarch64', ['timer', 'cpu'])).toMatchObject({ arch: 'aarch64', terms: ['cpu', 'timer'] })
  expect(filterOf('x86_64', []).terms).toEqual([])
})

test.each([
  ['an unknown architecture', ['i386', 'cpu'], 'no such architecture: i386'],
  ['an unknown term', ['x86_64', 'cpu,net.everything'], 'net.everything'],
  ['a term that comes twice', ['x86_64', 'cpu,timer,cpu'], 'one that came before: cpu'],
  ['an empty name', ['x86_64', 'cpu,'], 'no such term'],
])('asking for the filter with %s is refused', (_, args, message) => {
  expect(() => execFileSync(launcher, ['--show-filter', ...args], { stdio: 'pipe' })).toThrow(message)
})
