import { formatFactor, formatQuantity } from '@capbench/report'
import { expect, test } from 'vitest'

test.each([
  [1_275_187_210, 'ns', '1,275,187,210 ns'],
  [659_218_025.5, 'ns', '659,218,026 ns'],
  [1639, 'scaled-cycles', '1,639 scaled cycles'],
  [1.0321, 'ratio', '1.032'],
  [812.25, 'MiB/s', '812.250 MiB/s'],
])('%d %s is written as the capOS tables write it', (value, unit, text) => {
  expect(formatQuantity(value, unit)).toBe(text)
})

test('a speedup has three decimals', () => {
  expect(formatFactor(1639 / 875)).toBe('1.873x')
})
