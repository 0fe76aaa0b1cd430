import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CapbenchError } from '@capbench/core'
import { expect, test } from 'vitest'
import { failureOf } from '../../src/output/failure.ts'
import { capbench, temporary } from '../toy.ts'

const { signal } = new AbortController()

test('an error that says no remedy has that of its code, and one of usage the help of its command', () => {
  const missing = failureOf(new CapbenchError('CAPBENCH_MISSING', 'no qemu'), 'run', signal)
  expect(missing).toMatchObject({ code: 'CAPBENCH_MISSING', remedy: expect.stringContaining('doctor'), exitCode: 2 })
  const usage = failureOf(new CapbenchError('CAPBENCH_USAGE', 'no such case'), 'run', signal)
  expect(usage.remedy).toContain('capbench run --help')
})

test('what nobody expected is a bug, with its stack', () => {
  const bug = failureOf(new TypeError('x is not a function'), 'run', signal)
  expect(bug).toMatchObject({ code: 'CAPBENCH_BUG', exitCode: 1 })
  expect(bug.message).toMatch(/x is not a function\n +at /)
})

test('what was cancelled before there was anything exits 130', () => {
  const aborted = failureOf(new CapbenchError('CAPBENCH_USAGE', 'too late'), 'run', AbortSignal.abort())
  expect(aborted).toMatchObject({ code: 'CAPBENCH_CANCELLED', exitCode: 130 })
})

test('a mistyped campaign is told with the one that was meant', async () => {
  const { stdout } = await capbench(['show', 'lastest', '--json'])
  expect(JSON.parse(stdout).error.remedy).toBe('did you mean latest?')
})

test('evidence that does not verify is no baseline, and a machine learns why', async () => {
  const cwd = temporary()
  const ran = await capbench(['run', '--targets', 'linux', '--cases', 'smp1', '--runs', '1', '--json'], { cwd })
  const { directory } = JSON.parse(ran.stdout) as { readonly directory: string }
  writeFileSync(join(directory, 'summary.csv'), 'edited')
  const { code, stdout } = await capbench(['baseline', 'export', '--json'], { cwd })
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CAPBENCH_NOT_VERIFIED' }, exitCode: 1 })
})
