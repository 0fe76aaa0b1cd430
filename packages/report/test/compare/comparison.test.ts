import { type Campaign, compare, contextRow, rowsOf, run, suite, withParameters } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { renderComparison, renderComparisonMarkdown } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, temporary, toy } from '../campaign.ts'

async function campaign(ns: number, size = 10): Promise<Campaign> {
  const targets = [
    fakeTarget({ name: 'linux', role: 'reference', play: (request) => answer(request, { ns: 2 * ns }) }),
    fakeTarget({ name: 'capos', role: 'subject', play: (request) => answer(request, { ns }) }),
  ]
  const toys = suite({ name: 'toys', benchmarks: [toy], targets })
  return run(withParameters(toys, toy, { size }), { store: temporary() })
}

const published = contextRow({
  source: 'a | table',
  url: 'https://example.org/figures',
  quote: 'it takes <b>412</b> cycles\u202e',
  value: 412.5,
  unit: 'cycles',
  hardware: 'i7-4770',
  beside: { case: 'smp1' },
})

test('rows of two campaigns stand side by side with every ratio, older work and published figures apart', async () => {
  const [old, first, second] = [await campaign(100, 9), await campaign(1000), await campaign(1500)]
  const comparison = compare([old, first, second].flatMap(rowsOf), { context: [published] })
  const text = renderComparison(comparison)
  expect(text).toContain(`A: ${old.id}\nB: ${first.id}\nC: ${second.id}`)
  expect(text).toMatch(/toy +elapsed +smp1 +A:linux +historical: other work +200 ns .* 412\.5 cycles/)
  expect(text).toMatch(/smp1 +C:capos +side by side +1,500 ns/)
  expect(text).toMatch(/smp2 .* not of this row/)
  expect(text).toMatch(/smp1 +C:capos \/ B:capos +1\.500x \(90%: 1\.500 to 1\.500\)/)
  expect(text).toMatch(/smp1 +C:capos \/ B:linux +0\.750x/)
  expect(text).not.toMatch(/A:\w+ \/|\/ A:/)
  expect(text).toContain('published: a | table, on i7-4770: "it takes <b>412</b> cycles\\u{202e}"')
})

test('the Markdown escapes what others wrote and links none of their addresses', async () => {
  const document = renderComparisonMarkdown(compare(rowsOf(await campaign(1000)), { context: [published] }))
  expect(document).toContain('## Ratios')
  expect(document).toContain('| A:capos / A:linux | 0.500x (90%: 0.500 to 0.500) | functional-only |')
  expect(document).not.toContain('<b>')
  expect(document).not.toContain('](')
  expect(document).toContain('a \\| table')
})

test('of nothing there is nothing to show, and it says so', () => {
  expect(renderComparison(compare([]))).toContain('none: no two rows')
  expect(renderComparisonMarkdown(compare([]))).toContain('No row was given.')
})
