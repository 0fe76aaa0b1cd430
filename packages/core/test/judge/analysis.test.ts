import { type Benchmark, type Gate, run, suite } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'

const gate = (judge: Gate['judge']): Gate => ({
  name: 'third-party',
  kind: 'third-party',
  reads: [
    { case: 'smp1', metric: 'headline' },
    { case: 'smp2', metric: 'headline' },
  ],
  rule: {},
  judge,
})

test.each<[string, Gate['judge'], RegExp]>([
  [
    'throws',
    () => {
      throw new RangeError('odd')
    },
    /third-party threw RangeError/,
  ],
  [
    'reaches no number',
    () => ({ verdict: 'pass', basis: 'point', point: Number.NaN, threshold: 1, runs: 5, detail: 'fine' }),
    /compared NaN with 1/,
  ],
])('a gate of a third party that %s decides nothing and costs nothing', async (_how, judge, detail) => {
  const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
  const benchmark = { ...toy, gates: [gate(judge)] } as Benchmark
  const campaign = await run(suite({ name: 'toys', benchmarks: [benchmark], targets: [target] }), {
    store: temporaryDirectory(),
  })
  expect(campaign.results.filter(({ status }) => status === 'passed')).toHaveLength(2)
  expect(campaign.analysis.gates).toMatchObject([{ verdict: 'inconclusive', detail: expect.stringMatching(detail) }])
})
