import { expect, test } from 'vitest'
import type { StoredResult } from '../../src/encode/result.ts'
import type { Analysis } from '../../src/judge/analysis.ts'
import { exitCodeOf } from '../../src/judge/exit-code.ts'

/** What the exit code reads of a gate on a claimable row. */
const failing = { target: 'linux', enforced: true, claim: 'fail', review: [] as readonly string[] }
const rows = [
  { status: 'passed', role: 'reference', target: 'linux' },
  { status: 'passed', role: 'native-context', target: 'native' },
] as unknown as readonly StoredResult[]

test.each<[string, Partial<typeof failing>, number]>([
  ['an enforced gate that fails', {}, 4],
  ['an enforced gate that is inconclusive', { claim: 'inconclusive' }, 5],
  ['an enforced gate that passes', { claim: 'pass' }, 0],
  ['a gate that nobody enforced', { enforced: false }, 0],
  ['a gate over rows that support no claim', { claim: 'not-claimable' }, 0],
  ['a gate for review', { review: ['smp1 varies'] }, 0],
  ['a gate of native context', { target: 'native' }, 0],
])('%s', (_, change, code) => {
  const analysis = { gates: [{ ...failing, ...change }] } as unknown as Analysis
  expect(exitCodeOf(rows, analysis, 'done')).toBe(code)
  expect(exitCodeOf(rows, analysis, 'cancelled')).toBe(130)
})

test('a failed gate goes before an inconclusive one, and a bad result before both', () => {
  const gates = [{ ...failing, claim: 'inconclusive' }, failing]
  const analysis = { gates } as unknown as Analysis
  expect(exitCodeOf(rows, analysis, 'done')).toBe(4)
  const bad = [...rows, { status: 'invalid', role: 'subject', target: 'other' }] as unknown as readonly StoredResult[]
  expect(exitCodeOf(bad, analysis, 'done')).toBe(1)
})
