import { run, suite, verifyEvidence, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { edit, reseal } from '../evidence/golden.ts'
import { temporaryDirectory } from '../store.ts'
import { good, toy } from './toy.ts'

const precision = { halfWidth: 0.01, step: 2, maxRuns: 9 }

/** Runs whose times alternate by a share. */
async function campaignOf(share: number) {
  let made = 0
  const target = fakeTarget({
    name: 'fake',
    play: (request) => good(request, { ns: (++made % 2 === 0 ? 1 + share : 1) * 1_000_000 }),
  })
  const toys = suite({ name: 'toys', benchmarks: [toy], targets: [target] })
  return run(withMethod(toys, toy, { runs: 5, warmups: 0, precision }), { store: temporaryDirectory() })
}

test('runs that are alike stop at the fixed count, and say that they are precise', async () => {
  const { analysis, results, directory } = await campaignOf(0)
  expect(analysis).toMatchObject({ stopReason: 'precision', stops: [{ reason: 'precision', halfWidth: 0 }] })
  expect(results[0]?.runs.measured).toBe(5)
  expect(await verifyEvidence(directory, { benchmarks: [toy] })).toMatchObject({ verified: true })
})

test('runs that are not go on to the declared most, and verification replays that', async () => {
  const { analysis, results, directory } = await campaignOf(0.5)
  expect(analysis).toMatchObject({ stopReason: 'max-runs', stops: [{ reason: 'max-runs' }] })
  expect(results.map(({ status, runs }) => [status, runs.measured])).toEqual([
    ['passed', 9],
    ['passed', 9],
    ['unsupported', 0],
  ])
  expect(await verifyEvidence(directory, { benchmarks: [toy] })).toMatchObject({ verified: true })
  edit(directory, 'config.json', (text) => text.replace('"halfWidth":0.01', '"halfWidth":0.9'))
  reseal(directory)
  const { checks } = await verifyEvidence(directory, { benchmarks: [toy] })
  expect(checks.flatMap(({ details }) => details)).toContainEqual(expect.stringContaining('than were planned'))
})

test.each([
  [{ ...precision, halfWidth: 0 }, 'precision.halfWidth'],
  [{ ...precision, step: 0 }, 'precision.step'],
  [{ ...precision, maxRuns: 4 }, 'precision.maxRuns must be 5, the fixed runs, to 100, got 4'],
  [{ ...precision, maxRuns: 101 }, 'precision.maxRuns'],
])('bounds that make no sense are refused: %j', (bad, message) => {
  const toys = suite({
    name: 'toys',
    benchmarks: [toy],
    targets: [fakeTarget({ name: 'fake', play: (request) => good(request) })],
  })
  expect(() => withMethod(toys, toy, { precision: bad })).toThrow(
    expect.objectContaining({ code: 'CAPBENCH_USAGE', message: expect.stringContaining(message) }),
  )
})
