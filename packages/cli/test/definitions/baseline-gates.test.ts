import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunRequest } from '@capbench/core'
import { encodeStream, type FakeRun } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { capbench, toySource } from '../toy.ts'

/** Runs that take so many times as long as they did. */
const slower =
  (factor: number) =>
  (request: RunRequest): FakeRun => {
    const value = { says: 'ok', ns: Math.round((1_000_000 * factor) / request.vcpus) }
    return { records: encodeStream(request.nonce, { program: 'toy', version: '1' }, [{ type: 'answer', value }]) }
  }
const take = ['run', '--targets', 'native', '--cases', 'smp1,smp2', '--runs', '10', '--quiet', '--json']
const gatesIn = (stdout: string) =>
  (JSON.parse(stdout) as { gates: { gate: string; verdict: string }[] }).gates.map(
    ({ gate, verdict }) => `${gate} ${verdict}`,
  )

test('a run against a baseline has a gate for each of its rows, and verifies with that baseline only', async () => {
  const { cwd } = await capbench(take)
  expect(await capbench(['baseline', 'export', 'latest', '--out', 'base.json'], { cwd })).toMatchObject({ code: 0 })
  const same = await capbench([...take, '--baseline', 'base.json'], { cwd })
  expect(gatesIn(same.stdout)).toEqual([
    'speedup-smp1-smp2 pass',
    'regression-smp1-elapsed pass',
    'regression-smp2-elapsed pass',
  ])
  const { source } = toySource(slower(1.2))
  const worse = await capbench([...take, '--baseline', 'base.json'], { cwd, source })
  expect(gatesIn(worse.stdout)).toEqual([
    'speedup-smp1-smp2 pass',
    'regression-smp1-elapsed fail',
    'regression-smp2-elapsed fail',
  ])
  expect(await capbench(['verify', 'latest', '--baseline', 'base.json'], { cwd })).toMatchObject({ code: 0 })
  const without = await capbench(['verify', 'latest'], { cwd })
  expect(without.code).toBe(2)
  expect(without.stdout).toContain('of toy, gates (some are against a baseline: give the same, `--baseline`')
})

test('a campaign stands beside the one that its baseline was made of', async () => {
  const before = await capbench(take)
  const { cwd } = before
  await capbench(['baseline', 'export', 'latest', '--out', 'base.json'], { cwd })
  const { campaignId } = JSON.parse(before.stdout) as { readonly campaignId: string }
  await capbench([...take, '--baseline', 'base.json'], { cwd })
  const compared = await capbench(['compare', campaignId, 'latest', '--baseline', 'base.json'], { cwd })
  expect(compared).toMatchObject({ code: 0, stderr: '' })
  expect(compared.stdout.match(/: verified$/gm)).toHaveLength(2)
  const without = await capbench(['compare', campaignId, 'latest'], { cwd })
  expect(without).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('not compared') })
})

test('what differs from the baseline by intention is part of the gates', async () => {
  const { cwd } = await capbench(take)
  await capbench(['baseline', 'export', 'latest', '--out', 'base.json'], { cwd })
  const argv = ['--baseline', 'base.json', '--changed', 'identity']
  expect(await capbench([...take, ...argv], { cwd })).toMatchObject({ code: 0 })
  expect(await capbench(['verify', 'latest', ...argv], { cwd })).toMatchObject({ code: 0 })
  expect(await capbench(['verify', 'latest', '--baseline', 'base.json'], { cwd })).toMatchObject({ code: 2 })
})

test.each([
  [['--baseline', 'none.json'], '--baseline must be a file'],
  [['--baseline', 'edited.json'], 'no baseline'],
  [['--changed', 'identity'], 'give it with --baseline'],
  [['--baseline', 'edited.json', '--changed', 'envelope'], 'no baseline'],
])('%j is refused before anything runs', async (argv, told) => {
  const { cwd } = await capbench(['list'])
  writeFileSync(join(cwd, 'edited.json'), '{"schema":"capbench.baseline/1"}')
  const { code, stdout, stderr } = await capbench([...take, ...argv], { cwd })
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ error: { message: expect.stringContaining(told) }, exitCode: 2 })
  expect(stderr).toContain(told)
})
