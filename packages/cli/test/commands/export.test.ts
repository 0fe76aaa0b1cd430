import { appendFileSync, chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { capbench } from '../toy.ts'

test('export prints verified results in the format that was asked for, and nothing of edited ones', async () => {
  const { cwd, stdout } = await capbench(['run', '--runs', '1', '--cases', 'smp1', '--json'])
  const { campaignId } = JSON.parse(stdout) as { readonly campaignId: string }
  const prometheus = await capbench(['export', '--format', 'prometheus'], { cwd })
  expect(prometheus).toMatchObject({ code: 0, stderr: '' })
  expect(prometheus.stdout).toContain('benchmark_last_median{benchmark="toy",profile="linux/smp1/elapsed",unit="ns"} ')
  expect((await capbench(['export', campaignId, '--format', 'junit'], { cwd })).stdout).toContain('<testcase ')

  const csv = await capbench(['export', '--format', 'csv'], { cwd })
  expect(csv.stdout.split('\n')[0]).toMatch(/^benchmark,target,system,role,case,metric,status,/)
  expect(csv.stdout).toContain('\ntoy,linux,')

  const edited = join(cwd, 'target/capbench/campaigns', campaignId, 'summary.csv')
  chmodSync(edited, 0o644)
  appendFileSync(edited, 'toy,linux\n')
  const refused = await capbench(['export', '--format', 'prometheus'], { cwd })
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain('only verified evidence is exported')
})

test('a format that does not exist is refused with those that do', async () => {
  const { stderr, code } = await capbench(['export', '--format', 'xlsx'])
  expect(code).toBe(2)
  expect(stderr).toContain('junit, bmf, github-smaller, github-bigger, csv, prometheus, got "xlsx"')
})
