import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { checkPins, firstCpus } from '../../src/pinning/cpu-sets.ts'
import { readHostTopology } from '../../src/topology/read.ts'
import { unpackHost } from '../support.ts'

const trees = {
  smt: unpackHost('n2-highcpu-8'),
  hybrid: unpackHost('isolated-hybrid'),
}
const smt = readHostTopology(trees.smt.root)
const hybrid = readHostTopology(trees.hybrid.root)
afterAll(() => {
  for (const { remove } of Object.values(trees)) remove()
})

describe('a pin set', () => {
  test.each([
    [[6], /6 is not online.*Allowed here: 1-4/],
    [[0], /0 is not allowed to this process by its affinity or cpuset.*Allowed here: 1-4/],
    [[1, 1], /1 is named twice/],
    [[], /none is named.*Allowed here: 1-4/],
    [[99, 5], /99 is not online; 5 is not allowed/],
    [[1.5], /1\.5 is not online/],
  ])('%j is refused, and says what would be allowed', (requested, message) => {
    expect(() => checkPins(requested, hybrid)).toThrow(message)
    expect(() => checkPins(requested, hybrid)).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
  })
})

describe('the first CPUs of a set', () => {
  test.each([
    [2, [0, 1]],
    [4, [0, 1, 2, 3]],
    [5, [0, 1, 2, 3, 4]],
    [99, [0, 1, 2, 3, 4, 5, 6, 7]],
  ])('%i on eight siblings are %j', (count, cpus) => {
    expect(firstCpus(smt.allowed, count, smt)).toEqual(cpus)
  })

  test('are as many as asked for, out of the set, and share a core only when no core is free', () => {
    fc.assert(
      fc.property(fc.subarray([...smt.allowed], { minLength: 1 }), fc.integer({ min: 1, max: 9 }), (set, count) => {
        const chosen = firstCpus(set, count, smt)
        const cores = (cpus: readonly number[]): number => new Set(cpus.map((cpu) => cpu % 4)).size
        expect(chosen).toHaveLength(Math.min(count, set.length))
        expect(chosen.every((cpu) => set.includes(cpu))).toBe(true)
        expect(cores(chosen)).toBe(Math.min(count, cores(set)))
      }),
    )
  })
})
