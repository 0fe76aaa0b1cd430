import type { Result } from '@capbench/core'
import { expect, test } from 'vitest'
import { renderTiers } from '../../src/markdown/tiers.ts'
import { campaignOf } from '../campaign.ts'

type Tail = Partial<Pick<Extract<Result, { status: 'passed' }>['measurement'], 'p95' | 'p99' | 'absent'>>

test.each<[string, Tail, string]>([
  ['both where both are known', { p95: 10, p99: 20, absent: {} }, '| 10 ns, 20 ns |'],
  [
    'one, and that the other wants more requests',
    { p95: 10, absent: { p99: 'insufficient-samples' } },
    '| 10 ns, too few |',
  ],
  [
    'that there are too few',
    { absent: { p95: 'insufficient-samples', p99: 'insufficient-samples' } },
    '| too few, too few |',
  ],
  ['none of a metric with one number a run', {}, '1,318,436,051 ns | 0 ns |'],
])('the percentiles of requests: %s', async (_, tail, cell) => {
  const campaign = await campaignOf()
  const results = campaign.results.map((result) =>
    result.status === 'passed' ? { ...result, measurement: { ...result.measurement, ...tail } } : result,
  )
  const rows = renderTiers({ ...campaign, results })
    .markdown.split('\n')
    .filter((line) => line.startsWith('| toy | elapsed | smp1 | linux |'))
  expect(rows).toHaveLength(1)
  expect(rows[0]).toContain(cell)
})
