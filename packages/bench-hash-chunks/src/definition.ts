import {
  type AnyOf,
  anyOf,
  defineAuthorityProfile,
  every,
  type Setting,
  type Subsystem,
  smp,
  smtDiagnostic,
} from '@capbench/core'
import { everyWorker } from '@capbench/verifiers'
import { bareHashChunksProgram, hashChunksProgram } from './program.ts'
import type { Mode } from './records/formats.ts'
import { hashRecordsOf } from './records/observation.ts'
import { statedWork } from './verify/stated-work.ts'
import { forwardTiming, type TimedBySystem } from './verify/timing.ts'
import { workerSlots } from './verify/worker-slots.ts'
import { corpusSha256 } from './work/corpus.ts'
import { type HashParameters, memoryOf, workOf } from './work/parameters.ts'

/** Name and version of each mode's benchmark. */
export const names = { processes: 'hash-chunks', threads: 'hash-chunks-threads' } as const satisfies Record<
  Mode,
  string
>

/**
 * What the program may do in each mode: nothing that touches files, devices or other programs. Without an operating
 * system nothing holds it to that.
 */
const authorities = {
  processes: defineAuthorityProfile({
    name: names.processes,
    terms: ['cpu', 'clock.monotonic', 'clock.cycles', 'process.spawn', 'memory.share'],
  }),
  threads: defineAuthorityProfile({
    name: names.threads,
    terms: ['cpu', 'clock.monotonic', 'clock.cycles', 'thread.spawn', 'ipc.futex', 'memory.map'],
  }),
} as const

/** What a system must offer besides a clock. On bare metal a worker is a CPU. */
export const needs = {
  processes: [anyOf('process.spawn', 'cpu.direct'), 'smp', 'memory.share'],
  threads: [anyOf('thread.spawn', 'cpu.direct'), 'smp'],
} as const satisfies Record<Mode, readonly (Subsystem | AnyOf)[]>

/** Which chunks a worker hashes, and how its passes hang together, for those who follow it on another system. */
export const partitionRule = [
  'equal-contiguous/1: of C chunks and N workers, worker k of 0..N-1 hashes the chunks k*C/N to (k+1)*C/N - 1, in order,',
  'pass after pass. Pass 1 hashes a chunk; each later pass hashes the digest of the pass before, followed by the chunk.',
  'Root: Merkle tree hash of RFC 6962, section 2.1 (SHA-256), over the digests of the last pass in chunk order.',
].join(' ')

const timedRegion = [
  'From the first worker past the start barrier to the last worker done with its last pass: hashing, and the reading of a',
  'cycle counter before and after each chunk. No system call; nothing is written but a private slot with its digests and',
  'counts. Making and checking the corpus, starting, awaiting and reporting the workers, and the root are outside.',
].join(' ')

const timedByMachine = 'how long a worker takes is what is measured'
const placedBySystem = 'the system places workers where it likes'

const argumentsOf =
  (mode: Mode) =>
  ({ parameters, case: { vcpus } }: Setting<HashParameters>): readonly string[] => {
    const { hash, chunkBytes, passes, seed } = parameters
    const { bytes } = workOf(parameters, vcpus)
    return [mode, vcpus, hash, bytes, chunkBytes, passes, seed, corpusSha256(bytes, seed)].map(String)
  }

/** A counter has one frequency on all CPUs of a machine; Linux makes a clock of it, a bare guest does so itself. */
export const nsClock = { linux: 'CLOCK_MONOTONIC', bare: 'tsc-calibrated' } as const

/** What every system is held to; `systems` only says which clock of a system is the one that times it. */
export const hashVerifier = (mode: Mode, systems: TimedBySystem = {}) =>
  every(everyWorker(), statedWork(mode), workerSlots(), forwardTiming(systems))

/** What the benchmark of a mode is on every system: with it the comparison hash is the same. */
export const definitionOf = <const M extends Mode>(mode: M) =>
  ({
    name: names[mode],
    version: '1.0.0',
    module: import.meta.url,
    tier: 3,
    lineage: {
      inspiredBy: ['the parallel hash workload that the capOS benchmark page asks for after prime counting'],
      unsatisfied: ['the record format of capOS run-thread-scale is not published; this one is another'],
      official: false,
    },
    cases: [smp(1), smp(2), smp(4), smtDiagnostic(8)],
    corpus: {
      name: 'the ChaCha20 key stream of a seed',
      // SHA-256 of the text of corpusRule: with seed and size, both parameters, it determines every byte.
      sha256: 'd026606a43aa95f94bba2fc8903a7de536549654d87b6680c6b449b0833903cd',
    },
    backing: 'memory',
    memory: ({ parameters, case: { vcpus }, system }: Setting<HashParameters>) => memoryOf(parameters, vcpus, system),
    authority: authorities[mode],
    unsupportedPolicy:
      'A system without a program of this package, without workers of this kind, or with too little memory gets no number.',
    workloads: {
      linux: { form: 'program', program: hashChunksProgram, args: argumentsOf(mode) },
      bare: { form: 'program', program: bareHashChunksProgram, args: argumentsOf(mode) },
    },
    comparison: { partition: partitionRule, timedRegion },
    nondeterminism: [
      { path: 'workers[].startNs', rule: 'any', why: timedByMachine },
      { path: 'workers[].endNs', rule: 'any', why: timedByMachine },
      { path: 'workers[].startCycles', rule: 'any', why: timedByMachine },
      { path: 'workers[].endCycles', rule: 'any', why: timedByMachine },
      { path: 'chunkCycles[].cycles', rule: 'any', why: timedByMachine },
      { path: 'wholes[].ns', rule: 'any', why: timedByMachine },
      { path: 'wholes[].cycles', rule: 'any', why: timedByMachine },
      { path: 'workers[].cpuStart', rule: 'any', why: placedBySystem },
      { path: 'workers[].cpuEnd', rule: 'any', why: placedBySystem },
    ],
    parser: hashRecordsOf(),
    method: {
      warmup: {
        runs: 1,
        why: 'The first run of a row reads program and kernel image from disk and wakes idle CPUs; later ones do not.',
      },
      runs: 5,
      timeoutMs: 120_000,
      cpuBound: true,
    },
  }) as const
