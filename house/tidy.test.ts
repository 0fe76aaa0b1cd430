import { expect, test } from 'vitest'
import { badExamples } from './bad-examples.ts'
import { rules } from './rules.ts'
import { type Rule, readTree } from './tree.ts'

const tree = readTree()
const promises = Object.entries<Rule>(rules)

test.each(promises)('%s', (_, rule) => {
  const findings = rule(tree)
  if (findings.length > 0) expect.fail(`\n${findings.join('\n')}\n`)
})

const examples = Object.entries(badExamples).flatMap(([promise, list]) =>
  list.map(({ files, finding }) => ({ promise: promise as keyof typeof rules, files, finding })),
)

test.each(examples)('"$promise" refuses an offence: $finding', ({ promise, files, finding }) => {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }))
  expect(rules[promise](sources)).toContainEqual(expect.stringContaining(finding))
})

test('an offence in a comment or a string is none', () => {
  const path = 'packages/core/src/plan/a.ts'
  const text = "/** Not `Date.now()`. */\nconst need = 'process.spawn' // nor Math.random\n"
  expect(rules['every step after execute is pure']([{ path, text }])).toEqual([])
})
