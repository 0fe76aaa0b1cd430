import { expect, it } from 'vitest'
import { sharesText, workedShares } from '../../src/run/worked.ts'

const reading = (atNs: number, ...runNs: readonly number[]) => ({
  kind: 'schedstat' as const,
  atNs,
  threads: runNs.map((ns, index) => ({ tid: 100 + index, comm: 'CPU', runNs: ns, delayNs: 0 })),
})
const vcpus = [
  { index: 0, tid: 100 },
  { index: 1, tid: 101 },
]

it('what a vCPU worked is a part of the time between two readings', () => {
  const shares = workedShares(vcpus, reading(1_000, 50, 0), reading(3_000, 2_050, 500))
  expect(shares).toEqual([
    { index: 0, share: 1 },
    { index: 1, share: 0.25 },
  ])
  expect(sharesText(shares, 2)).toBe(
    'vCPU 0 worked 100 %, vCPU 1 worked 25 % of the last 2.0 s, in which nothing was reported',
  )
})

it('a vCPU that one of the readings lacks is not guessed', () => {
  expect(workedShares(vcpus, reading(0, 0, 0), reading(1_000, 100))).toEqual([{ index: 0, share: 0.1 }])
  expect(workedShares(vcpus, reading(5, 0, 0), reading(5, 0, 0))).toEqual([])
  expect(sharesText([], 1)).toBe('')
})
