import {
  anyOf,
  defineAuthorityProfile,
  defineBenchmark,
  every,
  type Setting,
  smp,
  smtDiagnostic,
  speedup,
  Type,
} from '@capbench/core'
import { bootProof } from '@capbench/guest'
import { contiguousRanges, everyWorker, forwardClock, primeChecksum, primeCount } from '@capbench/verifiers'
import { elapsedCycles, elapsedNs, imbalance } from './metrics.ts'
import { type PrimeWorker, primeRecords } from './observation.ts'
import { partition, partitionRule } from './partition.ts'
import { bareSmpPrimesProgram, smpPrimesProgram } from './program.ts'
import { statedPartition } from './stated-partition.ts'
import { forwardTiming, type TimedBySystem } from './timing.ts'

/**
 * What a worker process and its parent may do: nothing that touches files, devices or other programs. Without an
 * operating system nothing holds a program to it.
 */
export const primeAuthority = defineAuthorityProfile({
  name: 'smp-primes',
  terms: ['cpu', 'clock.monotonic', 'clock.cycles', 'process.spawn', 'memory.share'],
})

const cyclesForward = forwardClock('cycles', ({ startCycles, endCycles }: PrimeWorker) => ({
  start: startCycles,
  end: endCycles,
}))

const timedRegion = [
  'From the first worker past the start barrier to the last worker done: trial division by 2 and by odd divisors up to',
  'the square root, count and checksum in registers. No system call; nothing is written but a private slot of 128',
  'bytes after the last clock read. Starting, awaiting and reporting the workers are outside.',
].join(' ')
const timedByMachine = 'how long a worker takes is what is measured'
const placedBySystem = 'the system places workers where it likes'

const boundsOfWorkers = ({ parameters, case: { vcpus } }: Setting<{ readonly limit: number }>): readonly string[] =>
  partition(parameters.limit, vcpus).map(String)

/** A counter has one frequency on all CPUs of a machine; Linux makes a clock of it, a bare guest does so itself. */
export const nsClock = { linux: 'CLOCK_MONOTONIC', bare: 'tsc-calibrated' } as const

/** What every system is held to; `systems` only says which clock of a system is the one that times it. */
export const primeVerifier = (systems: TimedBySystem = {}) =>
  every(everyWorker(), statedPartition(), contiguousRanges(), primeCount(), primeChecksum(), forwardTiming(systems))

const parameters: Type.TObject<{ limit: Type.TInteger }> = Type.Object({
  /** Largest candidate. */
  limit: Type.Integer({ default: 3_000_000, minimum: 100, maximum: 100_000_000 }),
})

/** What smp-primes is on every system: with it the comparison hash is the same. */
export const primeDefinition = {
  name: 'smp-primes',
  version: '1.0.0',
  module: import.meta.url,
  tier: 3,
  lineage: {
    inspiredBy: ['capOS run-smp-process-scale (primes in 2..3,000,000 over worker processes)'],
    unsatisfied: [],
    official: false,
  },
  parameters,
  cases: [smp(1), smp(2), smp(4), smtDiagnostic(8)],
  corpus: {
    name: 'the integers 2..limit',
    // SHA-256 of the text "integers 2..limit, ascending": the candidates are determined by it and the parameter.
    sha256: 'b22d42955eb42478abe31f66bd2ad02190b69db81fad6ac87229b8aaaa756d19',
  },
  backing: 'none',
  authority: primeAuthority,
  unsupportedPolicy:
    'A system without a program of this package, or without workers that share memory, gets no number.',
  workloads: {
    linux: { form: 'program', program: smpPrimesProgram, args: boundsOfWorkers },
    bare: { form: 'program', program: bareSmpPrimesProgram, args: boundsOfWorkers },
  },
  comparison: { partition: partitionRule, timedRegion },
  nondeterminism: [
    { path: 'workers[].startNs', rule: 'any', why: timedByMachine },
    { path: 'workers[].endNs', rule: 'any', why: timedByMachine },
    { path: 'workers[].startCycles', rule: 'any', why: timedByMachine },
    { path: 'workers[].endCycles', rule: 'any', why: timedByMachine },
    { path: 'workers[].cpuStart', rule: 'any', why: placedBySystem },
    { path: 'workers[].cpuEnd', rule: 'any', why: placedBySystem },
  ],
  parser: primeRecords,
  method: {
    warmup: {
      runs: 1,
      why: 'The first run of a row reads program and kernel image from disk and wakes idle CPUs; later ones do not.',
    },
    runs: 5,
    timeoutMs: 120_000,
    cpuBound: true,
  },
} as const

export const cyclesMetric = {
  unit: 'cycles',
  clock: 'user-cycle-counter',
  better: 'lower',
  requires: ['clock.cycles'],
  verify: cyclesForward,
  from: elapsedCycles,
} as const

/**
 * Counts the primes in `2..limit` by trial division in as many workers as the case has CPUs: processes, or the CPUs
 * themselves where there is no operating system.
 */
export const smpPrimes = defineBenchmark({
  ...primeDefinition,
  requires: [anyOf('process.spawn', 'cpu.direct'), 'smp', 'memory.share', 'clock.monotonic'],
  proofs: [bootProof],
  verify: primeVerifier(),
  metrics: {
    elapsed: { unit: 'ns', clock: nsClock, better: 'lower', from: elapsedNs },
    cycles: cyclesMetric,
    imbalance: { unit: 'ratio', clock: nsClock, better: 'lower', from: (run) => imbalance(run) },
  },
  gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6 })],
})
