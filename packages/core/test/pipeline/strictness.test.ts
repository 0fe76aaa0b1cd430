import { run, suite, verifyEvidence, withCases } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../store.ts'
import { good, toy } from './toy.ts'

test('a wrong answer in a warm-up refuses the row: it was the same workload', async () => {
  // The first run is the proof, the second the warm-up.
  const target = fakeTarget({ name: 'fake', play: (request, runs) => good(request, runs === 1 ? { answer: 41 } : {}) })
  const one = withCases(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, ['smp1'])
  const campaign = await run(one, { store: temporaryDirectory() })
  expect(campaign.result(toy, target, 'smp1', 'elapsed')).toMatchObject({
    status: 'invalid',
    reason: 'verifier_rejected',
    detail: 'warm-up run 1: answer: 42 was wanted, 41 came',
  })
  expect(campaign.exitCode).toBe(1)
  expect(campaign.runs.map(({ assessment }) => assessment.accepted)).toEqual([
    true,
    false,
    true,
    true,
    true,
    true,
    true,
  ])
})

test('a verification that had to skip a check is neither verified nor exit code 0', async () => {
  const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
  const one = withCases(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, ['smp1'])
  const { directory } = await run(one, { store: temporaryDirectory() })
  const verification = await verifyEvidence(directory, { benchmarks: [] })
  expect(verification.checks.at(-1)).toMatchObject({ name: 're-derive', outcome: 'skipped' })
  expect(verification).toMatchObject({ verified: false, exitCode: 2 })
})
