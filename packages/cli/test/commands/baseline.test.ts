import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBaseline } from '@capbench/core'
import { expect, test } from 'vitest'
import { capbench } from '../toy.ts'

test('baseline export writes a file that is a baseline, or the same bytes to standard output', async () => {
  const { cwd, stdout: ran } = await capbench(['run', '--runs', '1', '--cases', 'smp1', '--json'])
  const { campaignId } = JSON.parse(ran) as { readonly campaignId: string }
  expect(await capbench(['baseline', 'export', 'latest', '--out', 'base.json'], { cwd })).toMatchObject({ code: 0 })
  const file = readFileSync(join(cwd, 'base.json'))
  expect(readBaseline(file)).toMatchObject({ campaignId })
  expect(readBaseline(file).rows.length).toBeGreaterThan(0)
  expect((await capbench(['baseline', 'export', campaignId], { cwd })).stdout).toBe(file.toString('utf8'))
  expect(await capbench(['baseline', 'import'], { cwd })).toMatchObject({ code: 2 })
})
