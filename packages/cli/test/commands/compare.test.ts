import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { answer, capbench, temporary, toySource } from '../toy.ts'

const five = ['run', '--runs', '5', '--cases', 'smp1,smp2', '--json']

async function campaign(cwd: string, ...options: readonly string[]) {
  const { stdout } = await capbench([...five, ...options], { cwd })
  return JSON.parse(stdout) as { readonly campaignId: string; readonly directory: string }
}

test('two days of one machine stand side by side, with a ratio for each system', async () => {
  const cwd = temporary()
  const [first, second] = [await campaign(cwd), await campaign(cwd)]
  const { code, stdout } = await capbench(['compare', first.campaignId, 'latest'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toContain(`A: ${first.campaignId}\nB: ${second.campaignId}`)
  expect(stdout).toMatch(/smp1 +B:linux \/ A:linux +1\.000x \(90%: 1\.000 to 1\.000\), within noise +functional-only/)
  expect(stdout).toMatch(/smp2 +B:linux +side by side +500,000 ns .* 2\.000x over smp1/)
  expect(stdout).toContain(`check: ${second.directory}: verified`)
  const { stdout: json } = await capbench(['compare', first.directory, second.directory, '--json'], { cwd })
  expect(JSON.parse(json)).toMatchObject({ campaigns: [first.campaignId, second.campaignId], checks: [{}, {}] })
  const { stdout: markdown } = await capbench(['compare', first.campaignId, 'latest', '--markdown'], { cwd })
  expect(markdown).toMatch(/^# Comparison$/m)
})

test('older evidence of other work is historical and in no ratio', async () => {
  const cwd = temporary()
  const [first, second] = [await campaign(cwd, '--param', 'limit=11'), await campaign(cwd)]
  const { code, stdout } = await capbench(['compare', first.campaignId, second.campaignId], { cwd })
  expect(code).toBe(0)
  expect(stdout).toMatch(/smp1 +A:linux +historical: other work/)
  expect(stdout).toContain('none: no two rows are of one system')
})

test('evidence that does not verify is compared with nothing', async () => {
  const cwd = temporary()
  const [first, second] = [await campaign(cwd), await campaign(cwd)]
  const log = join(first.directory, 'raw/toy/linux/smp1/001/records.log')
  chmodSync(log, 0o644)
  writeFileSync(log, readFileSync(log, 'utf8').replace('1000000', '1000001'))
  const { code, stdout, stderr } = await capbench(['compare', first.campaignId, second.campaignId], { cwd })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(`capbench verify ${first.directory}`)
  expect(stderr).not.toContain(second.directory)
})

test('a failed row makes the exit code 1, and evidence of unknown definitions 2', async () => {
  const cwd = temporary()
  await campaign(cwd)
  const { source } = toySource((request) => answer(request, 'no'))
  const { stdout } = await capbench(five, { cwd, source })
  const { directory } = JSON.parse(stdout) as { readonly directory: string }
  const [first] = (await capbench(['list', '--json'], { cwd })).stdout.match(/\d{8}T\d{6}Z-[\w-]+/) ?? []
  expect((await capbench(['compare', first ?? '', directory], { cwd, source })).code).toBe(1)
  const unknown = { ...source, name: 'others', benchmark: { ...source.benchmark, name: 'others' } }
  const skipped = await capbench(['compare', first ?? '', directory], { cwd, source: unknown })
  expect(skipped.code).toBe(2)
  expect(skipped.stdout).toMatch(/check: .*: unverified, re-derive: no definition of toy/)
})

test.each([
  [['compare', 'latest'], 'compare needs two campaigns'],
  [['compare', 'a', 'b', 'c'], 'one argument too many'],
  [['compare', 'a', 'b', '--json', '--markdown'], 'exclude each other'],
  [['compare', 'latest', 'latest'], 'given twice'],
])('%j is a usage error', async (argv, says) => {
  const cwd = temporary()
  await campaign(cwd)
  const { code, stderr } = await capbench(argv, { cwd })
  expect(code).toBe(2)
  expect(stderr).toContain(says)
})
