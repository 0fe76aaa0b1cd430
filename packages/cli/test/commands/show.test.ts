import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { answer, capbench, temporary, toySource } from '../toy.ts'

const quick = ['run', '--runs', '1', '--cases', 'smp1', '--json']

test('shows the campaign that was published last, or the one that is named', async () => {
  const cwd = temporary()
  const [first, second] = [await capbench(quick, { cwd }), await capbench(quick, { cwd })]
  const id = (from: { readonly stdout: string }) => JSON.parse(from.stdout).campaignId as string
  expect(id(await capbench(['show', '--json'], { cwd }))).toBe(id(second))
  expect(id(await capbench(['show', 'latest', '--json'], { cwd }))).toBe(id(second))
  expect(id(await capbench(['show', id(first), '--json'], { cwd }))).toBe(id(first))
  const { stdout } = await capbench(['show', id(first)], { cwd })
  expect(stdout).toContain('Results')
  expect(stdout).toContain(join(cwd, 'target/capbench/campaigns', id(first)))
})

test('exits as the campaign did, and finds the store by flag or variable', async () => {
  const cwd = temporary()
  const { source } = toySource((request) => answer(request, 'no'))
  const environment = { CAPBENCH_STORE: 'elsewhere' }
  expect((await capbench(quick, { cwd, source, environment })).code).toBe(1)
  const { code, stdout } = await capbench(['show', '--json', '--store', 'elsewhere'], { cwd, source })
  expect({ code, directory: JSON.parse(stdout).directory }).toMatchObject({
    code: 1,
    directory: expect.stringContaining(join(cwd, 'elsewhere')),
  })
})

test('says whether what is stored equals what it shows', async () => {
  const cwd = temporary()
  const { directory } = JSON.parse((await capbench(quick, { cwd })).stdout)
  const { stdout } = await capbench(['show'], { cwd })
  expect(stdout).toMatch(/^check: +verified: every figure was derived again/m)
  writeFileSync(join(directory, 'stray.json'), '')
  const { stdout: edited } = await capbench(['show', '--json'], { cwd })
  expect(JSON.parse(edited)).toMatchObject({ verified: false, check: expect.stringContaining('stray.json') })
})

test('prints for every run a command that repeats it by hand', async () => {
  const cwd = temporary()
  await capbench(['run', '--runs', '2', '--cases', 'smp1', '--targets', 'linux', '--json'], { cwd })
  const { code, stdout } = await capbench(['show', '--commands'], { cwd })
  expect(code).toBe(0)
  const [first = '', second = ''] = stdout.split('\n\n')
  expect(first).toMatch(/^# raw\/toy\/linux\/smp1\/001\nfixture [0-9a-f]{32} 10$/)
  expect(second).toMatch(/^# raw\/toy\/linux\/smp1\/002\nfixture /)
  const asJson = await capbench(['show', '--commands', '--json'], { cwd })
  expect(JSON.parse(asJson.stdout).commands[0]).toMatchObject({ run: 'raw/toy/linux/smp1/001', repeatable: true })
})

test('says how a shell gives a definition that is not at hand', async () => {
  const cwd = temporary()
  await capbench(quick, { cwd })
  const { source } = toySource()
  const other = { ...source, benchmark: { ...source.benchmark, name: 'other' } }
  for (const command of [['show'], ['report'], ['export', '--format', 'csv'], ['baseline', 'export']]) {
    const { code, stderr } = await capbench(command, { cwd, source: other })
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--definition FILE') })
  }
  const verified = await capbench(['verify', 'latest'], { cwd, source: other })
  expect(verified).toMatchObject({ code: 2, stdout: expect.stringContaining('--definition FILE') })
})
