import { expect, test } from 'vitest'
import { fileLength, lineLength } from './size.ts'

const path = 'packages/core/src/long.ts'
const findings = (known: number, actual: number) =>
  fileLength({ [path]: known })([{ path, text: '1\n'.repeat(actual) }])

test('a known long file may stay as it is', () => {
  expect(findings(400, 400)).toEqual([])
})

test.each([
  [400, 401, 'grew from 400 to 401'],
  [400, 390, 'lower its number in the list of long files to 390'],
  [400, 300, 'take it out of the list'],
])('a file listed with %i lines that has %i is refused', (known, actual, finding) => {
  expect(findings(known, actual)).toEqual([expect.stringContaining(finding)])
})

test('a listed file that is gone is refused', () => {
  expect(fileLength({ [path]: 400 })([])).toEqual([expect.stringContaining('is gone')])
})

test('a long message may stand on a line of its own', () => {
  expect(lineLength([{ path, text: `throw new Error(\n  'wanted ${'x'.repeat(120)}',\n)\n` }])).toEqual([])
})
