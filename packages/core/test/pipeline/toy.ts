import { defineAuthorityProfile, defineBenchmark, framed, smp, speedup, Type, verdictOf } from '@capbench/core'
import { encodeStream, type FakeRun } from '@capbench/core/testing'
import type { ProgramFile } from '../../src/define/program.ts'
import type { RunRequest } from '../../src/target/target.ts'

export const program: ProgramFile = {
  name: 'toy',
  path: '/nowhere/toy',
  manifest: {
    name: 'toy',
    sha256: 'a'.repeat(64),
    bytes: 1,
    compiler: { name: 'none', version: '0' },
    libc: { name: 'none', version: '0' },
    flags: [],
    sources: [],
    notes: [],
  },
}
const authority = defineAuthorityProfile({ name: 'toy', terms: ['cpu', 'clock.monotonic'] })
export const common = {
  module: import.meta.url,
  version: '1.0.0',
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  corpus: { name: 'none', sha256: '0'.repeat(64) },
  backing: 'none',
  authority,
  requires: ['clock.monotonic'],
  unsupportedPolicy: 'nobody has ported it',
  comparison: { partition: 'none/1', timedRegion: 'none' },
} as const

export const toyProof = defineBenchmark({
  ...common,
  name: 'toy-proof',
  tier: 0,
  parameters: Type.Object({}),
  cases: [smp(1)],
  workloads: { linux: { form: 'program', program: () => program, args: () => [] } },
  nondeterminism: [],
  proofs: [],
  parser: framed({
    version: 1,
    records: { proof: Type.Object({ ok: Type.Boolean() }) },
    observe: ({ proof }): { ok: boolean } => ({ ok: proof[0]?.ok === true }),
  }),
  verify: { name: 'ok', version: 1, judge: ({ ok }) => verdictOf({ ok: ok ? undefined : 'it said no' }) },
  metrics: {},
  method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: 1, timeoutMs: 1000 },
})

/** A benchmark whose answer is 42 and whose time is whatever the transcript says. */
export const toy = defineBenchmark({
  ...common,
  name: 'toy',
  tier: 3,
  parameters: Type.Object({ size: Type.Integer({ default: 10, minimum: 1 }) }),
  cases: [smp(1), smp(2), smp(4)],
  workloads: { linux: { form: 'program', program: () => program, args: ({ parameters }) => [`${parameters.size}`] } },
  nondeterminism: [{ path: 'ns', rule: 'any', why: 'time' }],
  proofs: [toyProof],
  parser: framed({
    version: 1,
    records: {
      answer: Type.Object({ answer: Type.Integer(), ns: Type.Integer(), extra: Type.Optional(Type.Integer()) }),
    },
    observe: ({ answer }): { answer: number; ns: number; extra: number } => ({
      answer: answer[0]?.answer ?? 0,
      ns: answer[0]?.ns ?? 0,
      extra: answer[0]?.extra ?? 0,
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

/** A good run of the toy or its proof; 1000 ns on one CPU, half of that on two. */
export function good(request: RunRequest, change: { answer?: number; extra?: number; ns?: number } = {}): FakeRun {
  const begin = { program: 'toy', version: '1' }
  if (request.benchmark === 'toy-proof') {
    return { records: encodeStream(request.nonce, begin, [{ type: 'proof', value: { ok: true } }]) }
  }
  const value = { answer: 42, ns: Math.round(1000 / request.vcpus), ...change }
  return { records: encodeStream(request.nonce, begin, [{ type: 'answer', value }]) }
}
