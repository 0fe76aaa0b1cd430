import { contiguousRanges, type PrimeRange, primesIn } from '@capbench/verifiers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limit, setting, soundRanges, withRange } from '../support.ts'

const judge = (workers: readonly PrimeRange[]) => contiguousRanges().judge({ workers }, setting(3))

describe('contiguousRanges', () => {
  it('accepts ranges that cover everything once, with the right counts', () => {
    const checked = ['ranges', 'count of each range', 'checksum of each range']
    expect(judge(soundRanges)).toEqual({ accepted: true, checked })
  })

  it('accepts any way of cutting the numbers', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 2, max: limit - 1 }), { maxLength: 8 })
    fc.assert(
      fc.property(cuts, (list) => {
        const ends = [...list.sort((a, b) => a - b), limit]
        const ranges = ends.map((to, index) => ({ from: (ends[index - 1] ?? 1) + 1, to }))
        return judge(ranges.map((range) => ({ ...range, ...primesIn(range.from, range.to) }))).accepted
      }),
      { numRuns: 30 },
    )
  })

  it.each([
    ['a gap between workers', withRange(1, { from: 4_002 }), 'ranges: gap: nobody took 4001..4001 before worker 1'],
    ['a gap at the end', withRange(2, { to: 9_999 }), 'ranges: gap: nobody took 10000..10000'],
    ['a gap at the start', withRange(0, { from: 3 }), 'ranges: gap: nobody took 2..2 before worker 0'],
    ['no worker at all', [], 'ranges: gap: nobody took 2..10000'],
    ['a missing worker', soundRanges.slice(0, 2), 'ranges: gap: nobody took 7501..10000'],
    [
      'an overlap',
      withRange(2, { from: 7_500 }),
      'ranges: overlap: worker 2 starts at 7500, and all below 7501 was taken',
    ],
    [
      'the same range twice',
      [...soundRanges.slice(0, 2), ...soundRanges.slice(1)],
      'ranges: overlap: worker 2 starts at 4001, and all below 7501 was taken',
    ],
    ['an end past the limit', withRange(2, { to: 10_001 }), 'ranges: the ranges end at 10001, past the limit 10000'],
    [
      'a range that ends before it starts',
      withRange(1, { to: 4_000 }),
      'ranges: worker 1 has the empty range 4001..4000',
    ],
    ['another order', [...soundRanges].reverse(), 'ranges: gap: nobody took 2..7500 before worker 0'],
    [
      'a count of a neighbour',
      withRange(0, { primes: 551 }),
      'count of each range: worker 0 has 551 for 2..4000, which is 550',
    ],
    [
      'a checksum of nothing',
      withRange(1, { checksum: '0000000000000000' }),
      `checksum of each range: worker 1 has 0000000000000000 for 4001..7500, which is ${primesIn(4_001, 7_500).checksum}`,
    ],
  ])('refuses %s', (_, workers, reason) => {
    expect(judge(workers)).toEqual({ accepted: false, rejected: [reason] })
  })

  it('refuses counts that add up but lie in the wrong ranges', () => {
    const [a, b, c] = soundRanges
    if (a === undefined || b === undefined || c === undefined) throw new Error('three ranges are wanted')
    const moved = [{ ...a, primes: a.primes - 1 }, { ...b, primes: b.primes + 1 }, c]
    expect(judge(moved).accepted).toBe(false)
  })

  it('sieves nothing for ranges that lie outside of what can be sieved', () => {
    const absurd = [{ from: 2, to: Number.MAX_SAFE_INTEGER, primes: 0, checksum: '0000000000000000' }]
    expect(judge(absurd)).toMatchObject({ accepted: false })
  })
})
