import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { smpPrimes } from '@capbench/bench-smp-primes'
import {
  type Campaign,
  defineAuthorityProfile,
  defineBenchmark,
  framed,
  run,
  smp,
  suite,
  Type,
  verdictOf,
  verifyEvidence,
  withCases,
  withParameters,
} from '@capbench/core'
import { bareGuestProgram, bootProof } from '@capbench/guest'
import { bareGuest } from '@capbench/qemu'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** A benchmark of something that a machine without an operating system does not have. */
const spawning = defineBenchmark({
  name: 'spawning',
  version: '1.0.0',
  module: import.meta.url,
  tier: 1,
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  parameters: Type.Object({}),
  cases: [smp(1)],
  corpus: { name: 'none', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'spawning', terms: ['cpu', 'process.spawn'] }),
  requires: ['process.spawn'],
  unsupportedPolicy: 'A system without processes has none to start.',
  workloads: { bare: { form: 'program', program: () => bareGuestProgram('proof-boot'), args: () => [] } },
  comparison: { partition: 'none', timedRegion: 'none' },
  nondeterminism: [],
  proofs: [],
  parser: framed({ version: 1, records: {}, observe: () => ({}) }),
  verify: { name: 'nothing', version: 1, judge: () => verdictOf({ nothing: undefined }) },
  metrics: { runs: { unit: 'count', clock: 'none', better: 'lower', from: () => 1 } },
  method: { warmup: { runs: 0, why: 'nothing is measured' }, runs: 1, timeoutMs: 60_000 },
})

const store = mkdtempSync(join(tmpdir(), 'capbench-bare-'))
afterAll(() => rmSync(store, { recursive: true, force: true }))

const bare = bareGuest({ accelerator: 'tcg' })
let campaign: Campaign
beforeAll(async () => {
  const whole = suite({ name: 'bare', benchmarks: [smpPrimes, spawning], targets: [bare] })
  const some = withCases(withParameters(whole, smpPrimes, { limit: 20_000 }), smpPrimes, ['smp1', 'smp2'])
  campaign = await run(some, { store })
})

describe('a campaign without an operating system', () => {
  test.each(['smp1', 'smp2'] as const)('measures primes with %s', (caseName) => {
    for (const metric of ['elapsed', 'cycles', 'imbalance'] as const) {
      const clock = metric === 'cycles' ? 'user-cycle-counter' : 'tsc-calibrated'
      expect(campaign.result(smpPrimes, bare, caseName, metric)).toMatchObject({
        status: 'passed',
        measurement: { clock, samples: { length: 5 } },
      })
    }
  })

  test('does not apply to what it does not have', () => {
    expect(campaign.result(spawning, bare, 'smp1', 'runs')).toMatchObject({
      status: 'unsupported',
      reason: 'not_applicable',
      cause: 'no_subsystem',
      detail: expect.stringContaining('process.spawn'),
    })
  })

  test('says that nothing isolates the workload', () => {
    const { labels } = campaign.result(smpPrimes, bare, 'smp1', 'elapsed')
    expect(labels).toContain('no-isolation-boundary')
  })

  test('is derived again from its evidence to the same bytes', async () => {
    const verified = await verifyEvidence(campaign.directory, { benchmarks: [smpPrimes, spawning, bootProof] })
    expect(verified).toMatchObject({ verified: true, exitCode: 0 })
  })
})
