import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCpuList, parseCpuList } from '../../src/topology/cpu-list.ts'

const cpus = fc.uniqueArray(fc.integer({ min: 0, max: 8191 }), { minLength: 1, maxLength: 200 })

test('a list that was written reads back as the same set', () => {
  fc.assert(
    fc.property(cpus, (list) => {
      expect(parseCpuList(formatCpuList(list))).toEqual([...list].sort((a, b) => a - b))
    }),
  )
})

test('what is written is what the kernel would write: ascending ranges that do not touch', () => {
  fc.assert(
    fc.property(cpus, (list) => {
      const bounds = formatCpuList(list)
        .split(',')
        .map((range) => range.split('-').map(Number))
      const gaps = bounds.slice(1).map(([first = 0], i) => first - (bounds[i]?.at(-1) ?? 0))
      expect(gaps.every((gap) => gap >= 2)).toBe(true)
    }),
  )
})

test.each([
  ['0-3,8', [0, 1, 2, 3, 8]],
  ['8,0-1,1', [0, 1, 8]],
  [' 3 \n', [3]],
  ['0-6:3', [0, 3, 6]],
  ['5-5', [5]],
])('%j is %j', (text, list) => {
  expect(parseCpuList(text)).toEqual(list)
})

test.each([
  '',
  ' ',
  ',',
  '0,',
  '3-1',
  '-1',
  '0--2',
  'a',
  '0-',
  '1.5',
  '0x1',
  '9999',
  '0-8192',
  '0:2',
  '0-4:0',
  '１',
  '0;1',
  '1e3',
])('%j is refused with what was wanted', (text) => {
  expect(() => parseCpuList(text)).toThrow(/a CPU list is numbers and ascending ranges/)
})

test.each([[[]], [[-1]], [[1.5]], [[8192]], [[Number.NaN]]])('%j cannot be written', (list) => {
  expect(() => formatCpuList(list)).toThrow(/a CPU list needs CPU numbers/)
})
