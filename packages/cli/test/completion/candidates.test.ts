import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commands } from '../../src/commands/table.ts'
import { valuesOf } from '../../src/completion/values.ts'
import { capbench, temporary } from '../toy.ts'

async function offered(line: readonly string[], cwd = temporary()) {
  const { code, stdout } = await capbench(['completion', 'words', '--json', '--', ...line], { cwd })
  expect(code).toBe(0)
  const { words, paths } = JSON.parse(stdout) as { words: { word: string; says: string }[]; paths: string }
  return { words: words.map(({ word }) => word), paths }
}

test('commands, and those that begin as what was typed', async () => {
  expect((await offered([''])).words).toEqual([...Object.keys(commands), '--help', '--version'])
  expect(await offered(['com'])).toEqual({ words: ['compare', 'completion'], paths: 'none' })
})

test('flags of a command, without those that stand there already unless they may be repeated', async () => {
  expect((await offered(['run', '--json'])).words).toEqual(['--json', '--json-lines'])
  expect((await offered(['run', '--quiet', '--cases', 'smp1', '--'])).words).not.toContain('--cases')
  expect((await offered(['run', '--param', 'limit=1', '--pa'])).words).toEqual(['--param'])
  expect((await offered(['show', '--'])).words).toContain('--help')
})

test.each([
  [['run', '--suite', ''], ['toys']],
  [['run', '--suite', '=', ''], ['toys']],
  [['run', '--suite', '=', 'to'], ['toys']],
  [['run', '--suite=to'], ['--suite=toys']],
  [['run', '--targets', 'linux,'], ['linux,native']],
  [['run', '--cases', 'smp1,smp2,smp4,smp'], ['smp1,smp2,smp4,smp8-smt']],
  [['run', '--accel', 'k'], ['kvm']],
  [['run', '--purpose', 'sm'], ['smoke']],
  [['run', '--enforce', ''], ['speedup-smp1-smp2']],
  [
    ['export', '--format', 'git'],
    ['github-smaller', 'github-bigger'],
  ],
  [['completion', 'z'], ['zsh']],
  [['baseline', ''], ['export']],
  [['run', '--runs', ''], []],
  [['topology', ''], []],
  [['nothing', ''], []],
])('%j', async (line, words) => {
  expect(await offered(line)).toEqual({ words, paths: 'none' })
})

test('campaigns of the store, latest first, or of the one that was typed', async () => {
  const cwd = temporary()
  mkdirSync(join(cwd, 'target/capbench/campaigns/20260101T000000Z-a-00000000'), { recursive: true })
  mkdirSync(join(cwd, 'target/capbench/campaigns/20260102T000000Z-a-00000000'))
  mkdirSync(join(cwd, 'other/campaigns/b'), { recursive: true })
  const ids = ['latest', '20260102T000000Z-a-00000000', '20260101T000000Z-a-00000000']
  expect(await offered(['verify', ''], cwd)).toEqual({ words: ids, paths: 'directories' })
  expect((await offered(['compare', '--json', 'latest', '2026'], cwd)).words).toEqual(ids.slice(1))
  expect((await offered(['show', '--store', 'other', ''], cwd)).words).toEqual(['latest', 'b'])
  expect((await offered(['show', 'latest', ''], cwd)).words).toEqual([])
})

test('paths where a path may stand', async () => {
  expect(await offered(['run', '--store', ''])).toEqual({ words: [], paths: 'directories' })
  expect(await offered(['run', '--kernel', ''])).toEqual({ words: [], paths: 'files' })
  expect(await offered(['import', ''])).toEqual({ words: [], paths: 'files' })
})

test('no key that is pressed runs what lies in the working directory', async () => {
  const cwd = temporary()
  writeFileSync(join(cwd, 'capbench.config.mjs'), 'throw new Error("it ran")')
  expect((await capbench(['plan', '--quiet'], { cwd })).stderr).toContain('it ran')
  expect((await offered(['run', '--suite', ''], cwd)).words).toEqual(['toys'])
})

/** Flags whose values only the caller knows. */
const free = ['runs', 'warmups', 'attempts', 'param', 'memory', 'seed', 'max-gib', 'config-hash', 'nonce', 'cpus']

test('every flag and argument has values to offer, or is known to have none', () => {
  const known = { sources: [], campaigns: [] }
  const without = Object.values(commands).flatMap(({ definition }) =>
    Object.entries(definition.args)
      .filter(([, { type }]) => type !== 'boolean')
      .filter(([name, { valueHint }]) => valuesOf(name, valueHint, known) === undefined)
      .map(([name]) => name),
  )
  expect([...new Set(without)].sort()).toEqual([...free].sort())
})
