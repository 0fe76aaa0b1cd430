import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { capbench } from '../toy.ts'

test('plan says what run would do, and makes nothing', async () => {
  const { code, stdout, cwd } = await capbench(['plan', '--cases', 'smp1,smp2', '--runs', '7'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/toy +linux +smp2 +\d\+7 +/)
  expect(existsSync(join(cwd, 'target'))).toBe(false)
})

test('plan foresees the class that the rows of a run then get', async () => {
  const { stdout, cwd } = await capbench(['plan', '--cases', 'smp1', '--runs', '5', '--json', '--quiet'])
  const { rows } = JSON.parse(stdout) as { rows: { target: string; foreseen: { reasons: string[] } }[] }
  const ran = JSON.parse((await capbench(['run', '--cases', 'smp1', '--runs', '5', '--json'], { cwd })).stdout)
  expect(rows.length).toBeGreaterThan(0)
  for (const { target, foreseen } of rows) {
    const result = ran.results.find((each: { target: string }) => each.target === target)
    expect(result.classReasons).toEqual(expect.arrayContaining(foreseen.reasons))
  }
})

test('plan refuses what run refuses', async () => {
  expect(await capbench(['plan', '--cases', 'smp3'])).toMatchObject({ code: 2, stdout: '' })
})
