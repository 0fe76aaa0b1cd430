import { defineAuthorityProfile, defineBenchmark, smp, Type } from '@capbench/core'
import { bootProof } from '@capbench/guest'
import { parser } from './observation.ts'
import { sampleBenchProgram } from './program.ts'
import { rightSum } from './verifier.ts'

/** The text that determines what is computed; its digest is the corpus of the definition. */
export const corpusText = 'xorshift32 (13, 17, 5) from the seed, the states summed modulo 2^32'

/** A capbench workload plugin */
export const sampleBench = defineBenchmark({
  name: 'sample-bench',
  version: '0.1.0',
  module: import.meta.url,
  tier: 3,
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  parameters: Type.Object({
    seed: Type.Integer({ default: 2_463_534_242, minimum: 1, maximum: 4_294_967_295 }),
    rounds: Type.Integer({ default: 20_000_000, minimum: 1, maximum: 1_000_000_000 }),
  }),
  cases: [smp(1)],
  corpus: {
    name: 'the states of a generator',
    // SHA-256 of corpusText
    sha256: '7f21c2e3e57fe7d6db82c5de3b83625460eb72197fecfb8d7efd5035b41d50fd',
  },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'sample-bench', terms: ['cpu', 'clock.monotonic'] }),
  requires: ['clock.monotonic'],
  unsupportedPolicy: 'A system without a program of this package gets no number.',
  workloads: {
    linux: {
      form: 'program',
      program: sampleBenchProgram,
      args: ({ parameters: { seed, rounds } }) => [String(seed), String(rounds)],
    },
  },
  comparison: {
    partition: 'none: one worker does everything',
    timedRegion: 'The rounds, between two readings of the clock, in registers; no system call.',
  },
  nondeterminism: [{ path: 'answers[].elapsedNs', rule: 'any', why: 'how long it takes is what is measured' }],
  proofs: [bootProof],
  parser,
  verify: rightSum,
  metrics: {
    elapsed: {
      unit: 'ns',
      clock: 'CLOCK_MONOTONIC',
      better: 'lower',
      from: ({ answers: [answer] }) => answer?.elapsedNs ?? Number.NaN,
    },
  },
  method: {
    warmup: { runs: 1, why: 'The first run reads the program from disk and wakes an idle CPU.' },
    runs: 5,
    timeoutMs: 60_000,
    cpuBound: true,
  },
})
