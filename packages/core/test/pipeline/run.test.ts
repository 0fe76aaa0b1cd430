import { run, suite, verifyEvidence } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../store.ts'
import { good, toy } from './toy.ts'

test('a campaign of accepted runs yields typed measurements, and its evidence verifies', async () => {
  const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
  const campaign = await run(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), {
    store: temporaryDirectory(),
  })
  const result = campaign.result(toy, target, 'smp2', 'elapsed')
  if (result.status !== 'passed') throw new Error(`${result.reason}: ${result.detail}`)
  const unit: 'ns' = result.measurement.unit
  expect(unit).toBe('ns')
  expect(result.measurement.median).toBe(500)
  expect(result.measurement.samples).toHaveLength(5)
  expect(campaign.analysis.speedups[0]?.speedup).toBe(2)
  expect(campaign.analysis.gates[0]).toMatchObject({ verdict: 'pass', claim: 'not-claimable' })
  const four = campaign.result(toy, target, 'smp4', 'elapsed')
  expect(four).toMatchObject({ status: 'unsupported', reason: 'missing_prerequisite' })
  expect(campaign.exitCode).toBe(0)
  const verification = await verifyEvidence(campaign.directory, { benchmarks: [toy] })
  expect(verification.open).toEqual([])
  expect(verification).toMatchObject({ verified: true, exitCode: 0, publishable: false })
})

test('the raw logs of a published campaign are read where they lie', async () => {
  const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
  const { runs } = await run(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), {
    store: temporaryDirectory(),
  })
  const logs = runs.map(({ run }) => new TextDecoder().decode(run.channel('records')))
  expect(logs.length).toBeGreaterThan(5)
  for (const log of logs) expect(log).toMatch(/^@CB1 /)
})
