import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root } from '../tree.ts'

const script = JSON.stringify(join(root, 'scripts/setup/tests.mjs'))
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'capbench-tests-'))
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'))
  const reporters = JSON.stringify(['default', join(root, 'scripts/summary-reporter.ts')])
  writeFileSync(join(directory, 'vitest.config.mjs'), `export default { test: { reporters: ${reporters} } }`)
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Runs the tests of some files as `npm test` does, in a folder of their own. */
function runTests(files: Readonly<Record<string, string>>): { readonly output: string; readonly counts: unknown } {
  for (const [name, body] of Object.entries(files))
    writeFileSync(join(directory, `${name}.test.mjs`), `import { beforeAll, test } from 'vitest'\n${body}`)
  const program = `
    const { runTests } = await import(${script})
    const { passed, failed, skipped } = await runTests(process.env, [], { cwd: ${JSON.stringify(directory)} })
    console.log(JSON.stringify({ passed, failed, skipped }))`
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/VITEST|^TEST$|NODE_OPTIONS/.test(name)),
  )
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { env, encoding: 'utf8' })
  return { output: stdout, counts: JSON.parse(stdout.trim().split('\n').at(-1) ?? '') }
}

const good = `test('good', () => {})`
const bad = (name: string) => `test('${name}', () => { throw new Error('always\\nso') })`
/** Fails the first time alone. */
const once = `
  import { existsSync, writeFileSync } from 'node:fs'
  test('shaky', () => {
    if (existsSync('seen')) return
    writeFileSync('seen', '')
    throw new Error('the first time')
  })
  test('steady', () => {})`

test('what fails again has failed, and is named with the first line of its error', () => {
  const { output, counts } = runTests({ good, bad: bad('is bad') })
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0 })
  expect(output).toMatch(/^failed: .*is bad: always$/m)
})

test('what passes when it is run alone has passed, and is named all the same', () => {
  const { output, counts } = runTests({ good, once })
  expect(counts).toEqual({ passed: 3, failed: 0, skipped: 0 })
  expect(output).toMatch(/^failed at first, and passed alone: .*shaky: the first time$/m)
})

test('where many files fail none is run again', () => {
  const files = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, bad(name)]))
  const { output, counts } = runTests({ ...files, once })
  expect(counts).toEqual({ passed: 1, failed: 4, skipped: 0 })
  expect(output).not.toContain('once more')
})

test('a file that does not load, and one whose set-up fails, have failed', () => {
  const { output, counts } = runTests({
    broken: `import './none.mjs'`,
    unready: `beforeAll(() => { throw new Error('no set-up') })\n${good}`,
  })
  expect(counts).toMatchObject({ passed: 0, failed: 2 })
  expect(output).toMatch(/^failed: .*broken\.test\.mjs/m)
  expect(output).toMatch(/^failed: .*unready\.test\.mjs/m)
})

test('where no test is found something has failed', () => {
  expect(runTests({}).counts).toEqual({ passed: 0, failed: 1, skipped: 0 })
})
