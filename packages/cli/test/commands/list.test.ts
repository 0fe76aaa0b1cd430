import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { capbench } from '../toy.ts'

async function store() {
  const first = await capbench(['run', '--runs', '1', '--cases', 'smp1', '--json'])
  const { cwd } = first
  await capbench(['run', '--runs', '1', '--cases', 'smp1', '--json'], { cwd })
  await capbench(['run', '--runs', '1', '--cases', 'smp2', '--purpose', 'smoke', '--json'], { cwd })
  const { campaignId } = JSON.parse(first.stdout) as { readonly campaignId: string }
  return { cwd, campaignId, index: join(cwd, 'target/capbench/index.jsonl') }
}

test('list tells every campaign and which attempt it was; filters narrow it', async () => {
  const { cwd, campaignId } = await store()
  const { code, stdout } = await capbench(['list'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toContain(`${campaignId} controlled: 2 passed; attempt 1 of 2 at `)
  expect(stdout).toMatch(/smoke: 2 passed; the only attempt at [0-9a-f]{12}\n3 of them\n$/)
  const { stdout: json } = await capbench(['list', '--purpose', 'smoke', '--target', 'linux', '--json'], { cwd })
  expect(JSON.parse(json)).toMatchObject([{ purpose: 'smoke', attempt: 1, attempts: 1 }])
  const [{ configHash }] = JSON.parse((await capbench(['list', '--json'], { cwd })).stdout)
  expect((await capbench(['list', '--config-hash', configHash], { cwd })).stdout).toContain('2 of them')
  const typo = await capbench(['list', '--suite', 'tyos'], { cwd })
  const stderr = 'note: no campaign has the suite tyos; there are toys; did you mean toys?\n'
  expect(typo).toMatchObject({ code: 0, stdout: '0 of them\n', stderr })
})

test('an empty store says how one gets a campaign', async () => {
  expect((await capbench(['list'])).stderr).toBe('note: the store has no campaigns; `capbench run` makes one\n')
})

test('a broken index is told of with the remedy, and index is the remedy', async () => {
  const { cwd, index } = await store()
  writeFileSync(index, readFileSync(index, 'utf8').replace('"seq":1', '"seq":7'))
  expect(await capbench(['list'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('`capbench index`'),
  })
  const { code, stdout } = await capbench(['index'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^3 campaigns, 0 of them new\nthe old index was broken and is kept as .*replaced-1\n {2}index/)
  expect(await capbench(['list'], { cwd })).toMatchObject({ code: 0 })
  expect(JSON.parse((await capbench(['index', '--json'], { cwd })).stdout)).toMatchObject({ campaigns: 3, added: [] })
})

test('campaigns that the index lacks are told of with the remedy', async () => {
  const { cwd, index } = await store()
  rmSync(index)
  const listed = await capbench(['list'], { cwd })
  expect(listed).toMatchObject({ code: 0, stdout: '0 of them\n' })
  expect(listed.stderr).toBe('note: the index lacks 3 campaigns of the store; `capbench index` adds them\n')
  const latest = await capbench(['verify', 'latest'], { cwd })
  expect(latest).toMatchObject({ code: 2, stderr: expect.stringContaining('with `capbench index`') })
  expect(await capbench(['index'], { cwd })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^3 .*3 of them new/),
  })
  expect(await capbench(['list'], { cwd })).toMatchObject({ stdout: expect.stringMatching(/3 of them\n$/), stderr: '' })
})

test('a FIFO in place of the index is refused, not waited for', async () => {
  const { cwd, index } = await store()
  rmSync(index)
  spawnSync('mkfifo', [index])
  expect(await capbench(['verify', 'latest'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no file'),
  })
  expect(await capbench(['list'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('not a regular file'),
  })
})

test('how much evidence is read can be said, in GiB', async () => {
  const { cwd, campaignId } = await store()
  expect(await capbench(['verify', campaignId, '--max-gib', '3'], { cwd })).toMatchObject({ code: 0 })
  expect(await capbench(['show', campaignId, '--max-gib', '0'], { cwd })).toMatchObject({ code: 2 })
})
