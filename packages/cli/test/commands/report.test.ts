import { readFileSync, rmSync } from 'node:fs'
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
