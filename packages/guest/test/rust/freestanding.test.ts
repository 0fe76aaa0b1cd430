import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, type TestContext, test } from 'vitest'
import { run } from '../../src/build/command.ts'
import { packageRoot } from '../../src/package-root.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { compileRust, needRustc } from '../support/rustc.ts'
import { obey } from '../support/vector-commands.ts'
import { vectors } from '../support/vectors.ts'

const directory = temporaryDirectory()
const alone = ['-C', 'panic=abort', '-C', 'relocation-model=static']
const linked = ['-nostartfiles', '-nodefaultlibs', '-static'].flatMap((flag) => ['-C', `link-arg=${flag}`])
let program: string | undefined
const here = process.arch === 'x64'
beforeAll(() => {
  if (here) program = compileRust('freestanding.rs', directory, [...alone, ...linked])
})

function needCompiler(ctx: TestContext): void {
  needRustc(ctx)
  if (!here) ctx.skip('the system below the program is written for x86-64')
}

test('a program without std, without an allocator and without libc writes the stream of the worked example', (ctx) => {
  needCompiler(ctx)
  const demo = vectors.streams.find(({ name }) => name === 'demo')
  const { code, stdout, stderr } = obey(program ?? '', [])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.toString()).toBe(demo?.lines?.join(''))
})

test('the file asks for nothing but formatting and memory, and has no way to panic', async (ctx) => {
  needCompiler(ctx)
  const object = compileRust('freestanding.rs', temporaryDirectory(), [...alone, '--emit', 'obj'])
  const symbols = await run('nm', ['--demangle', '--undefined-only', '--format=just-symbols', object ?? ''])
  expect(symbols).toMatchObject({ ok: true })
  const names = symbols.ok ? symbols.stdout.trim().split('\n') : []
  expect(
    names.filter((name) => !/core::(fmt|str)\b|^mem(cpy|move|set|cmp)$|^bcmp$|^__rust_probestack$/.test(name)),
  ).toEqual([])
  expect(names.some((name) => name.includes('core::fmt'))).toBe(true)
})

test('the file is one that any crate may take in: no unsafe, no other crate', () => {
  const code = readFileSync(join(packageRoot, 'rust/capbench.rs'), 'utf8').replace(/\/\/.*$/gm, '')
  expect(code).toContain('#![forbid(unsafe_code)]')
  expect([...code.matchAll(/\b(?:std|alloc)::|extern crate|\bunsafe\s*[{f]/g)]).toEqual([])
  expect([...code.matchAll(/^use (\w+)/gm)].map(([, crate]) => crate)).toEqual(['core'])
})
