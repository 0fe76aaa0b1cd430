import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { callsHeader, tableHeader } from '../../src/filter/rule-table.ts'
import { vocabularyHeader } from '../../src/filter/term-table.ts'
import { headerDirectory } from '../../src/package-root.ts'

test.each([
  ['vocabulary.h', vocabularyHeader],
  ['table.h', tableHeader],
  ['calls.h', callsHeader],
])('the committed %s is what the table in core gives', (name, generate) => {
  const committed = readFileSync(join(headerDirectory, 'launch/filter', name), 'utf8')
  expect(committed, 'run `pnpm --filter @capbench/guest generate`').toBe(generate())
})
