import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { capbench } from '../toy.ts'

test('report writes from the evidence what run wrote', async () => {
  const { cwd, stdout } = await capbench(['run', '--runs', '1', '--cases', 'smp1', '--json'])
  const { report } = JSON.parse(stdout) as { readonly report: string }
  const first = readFileSync(report, 'utf8')
  rmSync(report)
  const again = await capbench(['report'], { cwd })
  expect(again).toMatchObject({ code: 0, stdout: `${report}\n` })
  expect(readFileSync(report, 'utf8')).toBe(first)
  const { code } = await capbench(['report', 'latest', '--out', 'elsewhere.md'], { cwd })
  expect(code).toBe(0)
  expect(readFileSync(join(cwd, 'elsewhere.md'), 'utf8')).toContain('# ')
})

test('report --html writes one page beside the Markdown, the same each time', async () => {
  const { cwd } = await capbench(['run', '--runs', '1', '--cases', 'smp1', '--json'])
  const { code, stdout } = await capbench(['report', '--html'], { cwd })
  expect(code).toBe(0)
  const file = stdout.trimEnd()
  expect(file).toMatch(/\/reports\/[^/]+\.html$/)
  const page = readFileSync(file, 'utf8')
  expect(page).toMatch(/^<!doctype html>/)
  await capbench(['report', '--html'], { cwd })
  expect(readFileSync(file, 'utf8')).toBe(page)
})

test('plots are files beside the Markdown, and no option of the page', async () => {
  const { cwd } = await capbench(['run', '--runs', '1', '--cases', 'smp1', '--json'])
  const { code, stdout } = await capbench(['report', '--plots'], { cwd })
  expect(code).toBe(0)
  expect(readFileSync(stdout.trimEnd(), 'utf8')).toMatch(/^!\[.*\]\(.*-plots\/runs-.*\.svg\)$/m)
  const refused = await capbench(['report', '--plots', '--html'], { cwd })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('choose one of them')
})

test('several campaigns are one report, which needs a place', async () => {
  const { cwd } = await capbench(['run', '--runs', '1', '--cases', 'smp1', '--json'])
  await capbench(['run', '--runs', '1', '--cases', 'smp1', '--json'], { cwd })
  const ids = readdirSync(join(cwd, 'target/capbench/campaigns'))
  expect(ids).toHaveLength(2)
  const { code } = await capbench(['report', ...ids, '--html', '--out', 'both.html'], { cwd })
  expect(code).toBe(0)
  const page = readFileSync(join(cwd, 'both.html'), 'utf8')
  for (const id of ids) expect(page).toContain(`-${id.toLowerCase()}"`)
  const refused = await capbench(['report', ...ids], { cwd })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('--out')
})
