import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Campaign,
  type Case,
  defineAuthorityProfile,
  defineBenchmark,
  framed,
  run,
  suite,
  Type,
  verdictOf,
  verifyEvidence,
} from '@capbench/core'
import { bootProof, guestProgram } from '@capbench/guest'
import { nativeHost } from '@capbench/host'
import { linuxGuest } from '@capbench/qemu'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** How a program may end badly, and what must become of it. */
const endings = {
  'exit-1': { status: 'failed', reason: 'workload_error' },
  garbage: { status: 'invalid', reason: 'records_lost' },
  'half-record': { status: 'invalid', reason: 'records_lost' },
  'two-ends': { status: 'invalid', reason: 'records_lost' },
  'foreign-nonce': { status: 'invalid', reason: 'records_lost' },
  'wrong-count': { status: 'invalid', reason: 'verifier_rejected' },
  hang: { status: 'failed', reason: 'run_timeout' },
  segfault: { status: 'invalid', reason: 'guest_fault' },
  flood: { status: 'invalid', reason: 'transcript_overflow' },
  'fork-orphan': { status: 'failed', reason: 'workload_error' },
} as const
type Ending = keyof typeof endings
const names = ['good', ...(Object.keys(endings) as Ending[])] as const

/** Each way to end is a case of its own, so that one campaign holds them all, the good one among them. */
const endingsBenchmark = defineBenchmark({
  name: 'endings',
  version: '1.0.0',
  module: import.meta.url,
  tier: 3,
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  parameters: Type.Object({ records: Type.Integer({ default: 3 }) }),
  cases: names.map((name): Case<(typeof names)[number]> => ({ name, vcpus: 1, optIn: false, smt: false })),
  corpus: { name: 'none', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({
    name: 'endings',
    terms: ['cpu', 'process.spawn', 'ipc.pipe', 'signal', 'timer', 'identity'],
  }),
  requires: [],
  unsupportedPolicy: 'not ported',
  workloads: {
    linux: {
      form: 'program',
      program: () => guestProgram('bad'),
      args: ({ case: { name }, parameters: { records } }) => {
        if (name === 'good') return ['burst', `${records}`]
        return name === 'wrong-count' ? ['burst', `${records + 1}`] : [name]
      },
    },
  },
  comparison: { partition: 'none', timedRegion: 'none' },
  nondeterminism: [],
  proofs: [bootProof],
  parser: framed({
    version: 1,
    records: {
      filler: Type.Object({ index: Type.Integer(), text: Type.String() }),
      answer: Type.Object({ value: Type.Integer() }),
    },
    observe: ({ filler }): { count: number } => ({ count: filler.length }),
  }),
  verify: {
    name: 'count',
    version: 1,
    judge: ({ count }, { parameters: { records } }) =>
      verdictOf({ count: count === records ? undefined : `${records} records were wanted, ${count} came` }),
  },
  metrics: { count: { unit: 'count', clock: 'none', better: 'higher', from: ({ count }) => count } },
  method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: 1, timeoutMs: 4000 },
})

const guest = linuxGuest({ runFactor: 1 })
const host = nativeHost()
const store = mkdtempSync(join(tmpdir(), 'capbench-'))
let campaign: Campaign

beforeAll(async () => {
  campaign = await run(suite({ name: 'endings', benchmarks: [endingsBenchmark], targets: [guest, host] }), {
    store,
    maxChannelBytes: 64 * 1024,
  })
})
afterAll(() => rmSync(store, { recursive: true, force: true }))

const resultOf = (target: string, name: string) => {
  const found = campaign.results.find((result) => result.target === target && result.case === name)
  if (found === undefined) throw new Error(`no result of ${name} on ${target}`)
  return found
}

describe.each([guest.name, host.name])('on %s, one campaign of bad programs', (target) => {
  test.each(Object.entries(endings))(
    '%s gets its status and reason, and its raw log is kept',
    (name, { status, reason }) => {
      const result = resultOf(target, name)
      expect(result).toMatchObject({ status, reason })
      expect(result).not.toHaveProperty('measurement')
      const folder = join(campaign.directory, 'raw', 'endings', target, name, '001')
      const record = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))
      expect(record.command.args.length).toBeGreaterThan(0)
      for (const { name: channel, bytes } of record.channels) {
        expect(readFileSync(join(folder, `${channel}.log`)).length).toBe(bytes)
      }
    },
  )

  test('the case that ends well still has its measurement', () => {
    expect(resultOf(target, 'good')).toMatchObject({ status: 'passed', measurement: { median: 3, unit: 'count' } })
  })
})

test('the campaign exits with 1, and its evidence verifies', async () => {
  expect(campaign.exitCode).toBe(1)
  expect(await verifyEvidence(campaign.directory, { benchmarks: [endingsBenchmark] })).toMatchObject({
    verified: true,
    exitCode: 0,
  })
})
