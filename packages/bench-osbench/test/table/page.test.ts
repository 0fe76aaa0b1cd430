import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { intentIds } from '../../src/intents/intents.ts'
import { upstream } from '../../src/intents/upstream.ts'
import { translationPage, translationPagePath } from '../../src/table/page.ts'

describe('the page of translations', () => {
  const page = translationPage()

  it('is what the table says', () => {
    const stored = readFileSync(join(import.meta.dirname, '../../../..', translationPagePath), 'utf8')
    expect(stored, 'run node packages/bench-osbench/scripts/translation-page.ts').toBe(page)
  })

  it('has a row and a paragraph for every intent, and names every test of both suites', () => {
    for (const intent of intentIds) {
      expect(page).toContain(`\n| \`${intent}\` |`)
      expect(page).toContain(`\n### ${intent}\n`)
    }
    for (const test of [...upstream.lmbench, ...upstream.unixbench]) expect(page).toContain(test)
  })

  it('says what differs wherever it names a ratio', () => {
    const ratios = [...page.matchAll(/Ratio over `[^`]+`: (.*)/g)].map(([, difference]) => difference)
    expect(ratios.length).toBeGreaterThan(20)
    expect(ratios.filter((difference) => (difference ?? '').length < 20)).toEqual([])
  })
})
