import { defineAuthorityProfile, defineBenchmark, framed, smp, speedup, Type, verdictOf } from '@capbench/core'
import type { ProgramFile } from '../../../src/define/program.ts'

/*
 * The definitions of the evidence in this folder. They stay as they are: its `config.json` names the digest of this
 * file, and what it says of them must be what they say.
 */

const program: ProgramFile = {
  name: 'frozen',
  path: '/nowhere/frozen',
  manifest: {
    name: 'frozen',
    sha256: 'f'.repeat(64),
    bytes: 1,
    compiler: { name: 'none', version: '0' },
    libc: { name: 'none', version: '0' },
    flags: [],
    sources: [],
    notes: [],
  },
}

const common = {
  module: import.meta.url,
  version: '1.0.0',
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  corpus: { name: 'none', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'frozen', terms: ['cpu', 'clock.monotonic'] }),
  requires: ['clock.monotonic'],
  unsupportedPolicy: 'nobody has ported it',
  comparison: { partition: 'none/1', timedRegion: 'none' },
  workloads: { linux: { form: 'program', program: () => program, args: () => [] } },
} as const

const proof = defineBenchmark({
  ...common,
  name: 'frozen-proof',
  tier: 0,
  parameters: Type.Object({}),
  cases: [smp(1)],
  nondeterminism: [],
  proofs: [],
  parser: framed({
    version: 1,
    records: { proof: Type.Object({ ok: Type.Boolean() }) },
    observe: ({ proof: said }): { ok: boolean } => ({ ok: said[0]?.ok === true }),
  }),
  verify: { name: 'ok', version: 1, judge: ({ ok }) => verdictOf({ ok: ok ? undefined : 'it said no' }) },
  metrics: {},
  method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: 1, timeoutMs: 1000 },
})

export const frozen = defineBenchmark({
  ...common,
  name: 'frozen',
  tier: 3,
  parameters: Type.Object({ size: Type.Integer({ default: 10, minimum: 1 }) }),
  cases: [smp(1), smp(2), smp(4)],
  nondeterminism: [{ path: 'ns', rule: 'any', why: 'time' }],
  proofs: [proof],
  parser: framed({
    version: 1,
    records: { answer: Type.Object({ answer: Type.Integer(), ns: Type.Integer() }) },
    observe: ({ answer }): { answer: number; ns: number } => ({
      answer: answer[0]?.answer ?? 0,
      ns: answer[0]?.ns ?? 0,
    }),
  }),
  verify: {
    name: 'answer',
    version: 1,
    judge: ({ answer }) => verdictOf({ answer: answer === 42 ? undefined : `42 was wanted, ${answer} came` }),
  },
  metrics: { elapsed: { unit: 'ns', clock: 'CLOCK_MONOTONIC', better: 'lower', from: ({ ns }) => ns } },
  method: { warmup: { runs: 1, why: 'first touch' }, runs: 5, timeoutMs: 1000 },
  gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6 })],
})
