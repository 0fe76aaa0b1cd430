import { expect, test } from 'vitest'
import { tailOfRow } from '../../src/summarize/tail.ts'

const requests = (n: number, add = 0) => Array.from({ length: n }, (_, index) => index + 1 + add)
const sample = (values: readonly number[]) => ({ ordinal: 1, value: 1, requests: values })

test('runs are no requests: a scalar metric has no high percentile, however many runs there are', () => {
  const [first, ...rest] = requests(400).map((value) => sample([value]))
  if (first === undefined) throw new Error('no sample')
  expect(tailOfRow([first, ...rest], 'scalar', 0.95)).toEqual({ absent: 'one-number-a-run' })
})

test('a distribution has it from 72 requests in every run on, and requests of different boots are not pooled', () => {
  expect(tailOfRow([sample(requests(72)), sample(requests(72, 1000))], 'distribution', 0.95)).toEqual({
    value: expect.closeTo(68.7 + 500, 0),
  })
  expect(tailOfRow([sample(requests(72)), sample(requests(71))], 'distribution', 0.95)).toEqual({
    absent: 'insufficient-samples',
  })
})
