import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '../tree.ts'

const module = JSON.stringify(join(root, 'scripts/setup/steps.mjs'))
const name = 'test-of-steps'
afterAll(() => rmSync(join(root, '.cache', `${name}.log`), { force: true }))

/** Runs a script of one step that succeeds. */
function oneStep(before: string, stdout: 'pipe' | number) {
  const program = `
    const { script, step, tellOnStandardError } = await import(${module})
    await script(async () => {
      ${before}
      await step('${name}', () => 0)
      return 0
    })`
  const args = ['--input-type=module', '--eval', program]
  return spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', stdout, 'pipe'] })
}

test('a script may keep its standard output for its command', () => {
  const line = expect.stringMatching(/^test-of-steps +ok /)
  expect(oneStep('', 'pipe')).toMatchObject({ status: 0, stdout: line, stderr: '' })
  expect(oneStep('tellOnStandardError()', 'pipe')).toMatchObject({ status: 0, stdout: '', stderr: line })
})

test('a full standard output ends the script in one line', () => {
  const full = openSync('/dev/full', 'w')
  const { status, stderr } = oneStep('', full)
  closeSync(full)
  expect({ status, stderr }).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^cannot write [^\n]*ENOSPC[^\n]*\n$/),
  })
})
