import { every } from '@capbench/core'
import { contiguousRanges, everyWorker, primeChecksum, primeCount, primesIn } from '@capbench/verifiers'
import { describe, expect, it } from 'vitest'
import { limit, setting, soundRanges } from './support.ts'

const all = every(everyWorker(), contiguousRanges(), primeCount(), primeChecksum())
const run = {
  planned: 3,
  cpus: 3,
  workers: soundRanges.map((range, index) => ({ ...range, index })),
  ...primesIn(2, limit),
}

describe('composed verifiers', () => {
  it('check everything that each of them checks', () => {
    expect(all.judge(run, setting(3))).toMatchObject({ accepted: true, checked: { length: 8 } })
  })

  it('list the reasons of all that refuse', () => {
    const verdict = all.judge({ ...run, cpus: 2, primes: 7 }, setting(3))
    expect(verdict).toEqual({
      accepted: false,
      rejected: [
        'CPUs seen: the target presented 3, the program saw 2',
        'prime count: 2..10000 has 1229 primes, 7 were counted',
      ],
    })
  })

  it('need what each of them needs', () => {
    // @ts-expect-error - the checksum that primeChecksum reads is missing
    expect(all.judge({ ...run, checksum: undefined }, setting(3)).accepted).toBe(false)
    // @ts-expect-error - the parameter that primeCount reads is missing
    expect(() => all.judge(run, { ...setting(3), parameters: {} })).toThrow('a range of integers')
  })
})
