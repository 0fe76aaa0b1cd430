import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { authorityTables, withAuthorityTables } from '../../scripts/authority-tables.ts'

const page = readFileSync(new URL('../../../../docs/authority.md', import.meta.url), 'utf8')
const remedy = 'run `node packages/core/scripts/generate-authority-page.ts`'

test('the page on authority says what the vocabulary says', () => {
  expect(page, remedy).toBe(withAuthorityTables(page))
})

test('the page holds every table that there is, and a changed one is noticed', () => {
  for (const [name, make] of Object.entries(authorityTables)) {
    expect(page).toContain(`<!-- generated: ${name} -->\n${make()}\n<!-- end -->`)
    expect(withAuthorityTables(page.replace(make(), 'drifted'))).toBe(page)
  }
  expect(() => withAuthorityTables('<!-- generated: nothing -->\n<!-- end -->')).toThrow('nothing is made')
})
