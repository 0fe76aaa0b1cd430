import { renderMatrix, renderSpeedups, renderWarnings } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, campaignOf } from '../campaign.ts'

test('the matrix has a line for each result, native context last, and reasons for values', async () => {
  const text = renderMatrix(await campaignOf())
  const lines = text.split('\n')
  expect(lines.filter((line) => line.startsWith('toy'))).toHaveLength(9)
  expect(lines.indexOf('Native context')).toBeGreaterThan(6)
  expect(text).toMatch(/smp4 {2}other {3}unsupported {2}missing_prerequisite/)
  expect(text).toContain('1,318,436,051 ns')
})

test('beside the class of a result stands how its profile was held, and how its build is special', async () => {
  const text = renderMatrix(await campaignOf({ facts: { authority: 'enforced' } }))
  expect(text).toMatch(/ class +posture +claim$/m)
  expect(text).toMatch(/ enforced; tracing +not-claimable/)
  expect(text).toMatch(/ unenforced; tracing +/)
})

test('speedups and gates, with the claim beside the verdict', async () => {
  const text = renderSpeedups(await campaignOf())
  expect(text).toContain('2.000x')
  expect(text).toContain('gate speedup-smp1-smp2 on linux: pass; claim: not-claimable')
})

test('escape sequences of a guest do not reach the terminal', async () => {
  const campaign = await campaignOf({ play: (request) => answer(request, { says: '\u001b]0;owned\u0007\u202e' }) })
  const text = [renderMatrix(campaign), renderSpeedups(campaign), renderWarnings(campaign)].join('\n')
  expect(text).toContain('\\u{1b}]0;owned\\u{7}')
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})
