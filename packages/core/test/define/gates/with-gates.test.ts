import { ceiling, run, speedup, suite, verifyEvidence, withGates, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { good, toy } from '../../pipeline/toy.ts'
import { temporaryDirectory } from '../../store.ts'

const gated = withGates(toy, [ceiling({ at: 'smp1', atMost: 2_000_000 })])

test('gates that somebody else adds are judged, stored, and wanted again by verification', async () => {
  const target = fakeTarget({ name: 'fake', play: (request) => good(request, { ns: 1_000_000 / request.vcpus }) })
  const toys = withMethod(suite({ name: 'toys', benchmarks: [gated], targets: [target] }), gated, { runs: 10 })
  const campaign = await run(toys, { store: temporaryDirectory() })
  expect(campaign.analysis.gates).toMatchObject([
    { gate: 'speedup-smp1-smp2', verdict: 'pass' },
    { gate: 'ceiling-smp1', verdict: 'pass', basis: 'interval', interval: { upper: 1_000_000, achieved: 1 } },
  ])
  expect(await verifyEvidence(campaign.directory, { benchmarks: [gated] })).toMatchObject({ verified: true })
  expect(await verifyEvidence(campaign.directory, { benchmarks: [toy] })).toMatchObject({ verified: false })
})

test.each([
  ['a case', () => withGates(toy, [ceiling({ at: 'smp3' as 'smp1', atMost: 1 })]), 'names the case "smp3"'],
  [
    'a metric',
    () => withGates(toy, [ceiling({ at: 'smp1', atMost: 1, metric: 'heat' as 'elapsed' })]),
    'names the metric "heat"',
  ],
  ['a name twice', () => withGates(toy, [speedup({ from: 'smp1', to: 'smp2', atLeast: 9 })]), 'occurs twice'],
])('%s that does not fit is refused', (_what, act, message) => {
  expect(act).toThrow(
    expect.objectContaining({ code: 'CAPBENCH_DEFINITION', message: expect.stringContaining(message) }),
  )
})
