import {
  anyOf,
  type Benchmark,
  CapbenchError,
  type Clock,
  defineBenchmark,
  speedup,
  type Unit,
  type Workload,
} from '@capbench/core'
import { bootProof } from '@capbench/guest'
import { definitionOf, hashVerifier, names, needs, nsClock } from './definition.ts'
import { chunkCycles, cyclesPerByte, elapsedTime, throughput, timePerCorpus, totalTime } from './metrics.ts'
import type { Mode } from './records/formats.ts'
import type { HashRun } from './records/observation.ts'
import { chunkCyclesForward, forwardOn, type TimedBy } from './verify/timing.ts'
import { type HashParameters, hashParameters } from './work/parameters.ts'

/** How a system that is not ours runs what hash-chunks is. */
export interface JoiningSystem {
  /** It does the work of the comparison and prints the records: `hashRecordsOf` reads them. */
  readonly hashing: Workload<HashParameters, HashRun>
  /** `cycles`: times are in scaled cycles, the user-mode counter shifted right by 20 bits. */
  readonly timedBy: TimedBy
}

/** The systems that join, and the boot proof that has a workload for each: without a proof they get no number. */
export interface Joining {
  readonly systems: Readonly<Record<string, JoiningSystem>>
  /** Of `bootProofWith`. One object for all benchmarks of a suite, which wants one definition of each name. */
  readonly proof: Benchmark
}

function benchmarkOf<const M extends Mode>(mode: M, { systems, proof }: Joining) {
  const own = definitionOf(mode)
  const taken = Object.keys(systems).find((system) => Object.hasOwn(own.workloads, system))
  if (taken !== undefined)
    throw new CapbenchError(
      'CAPBENCH_DEFINITION',
      `${names[mode]} has a program of its own for ${taken}; join under another name of a system`,
    )
  const perSystem = <T>(of: (system: JoiningSystem) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(systems).map(([name, system]) => [name, of(system)]))
  const timedBy = perSystem((system) => system.timedBy)
  const timing = (system: string): TimedBy => timedBy[system] ?? 'ns'
  const clocks = perSystem((system): Clock => (system.timedBy === 'ns' ? 'CLOCK_MONOTONIC' : 'user-cycle-counter'))
  const units = perSystem((system): Unit => (system.timedBy === 'ns' ? 'ns' : 'scaled-cycles'))
  const time = {
    unit: { ...units, linux: 'ns', bare: 'ns' },
    clock: { ...clocks, ...nsClock },
    scale: Object.fromEntries(
      Object.entries(timedBy).flatMap(([system, by]) => (by === 'cycles' ? [[system, '2^-20']] : [])),
    ),
    better: 'lower',
  } as const
  const cycles = { clock: 'user-cycle-counter', better: 'lower', requires: ['clock.cycles'] } as const
  return defineBenchmark({
    ...own,
    parameters: hashParameters,
    workloads: { ...perSystem(({ hashing }) => hashing), ...own.workloads },
    requires: [...needs[mode], anyOf('clock.monotonic', 'clock.cycles')],
    proofs: [proof],
    verify: hashVerifier(mode, timedBy),
    metrics: {
      'elapsed-per-corpus': {
        ...time,
        from: (run, setting) => timePerCorpus(run, setting, timing(setting.system)),
      },
      elapsed: { ...time, from: (run, { system }) => elapsedTime(run, timing(system)) },
      throughput: {
        unit: 'MiB/s',
        clock: { ...clocks, ...nsClock },
        better: 'higher',
        requires: ['clock.monotonic'],
        verify: forwardOn('ns'),
        from: throughput,
      },
      'cycles-per-byte': { ...cycles, unit: 'cycles/byte', verify: forwardOn('cycles'), from: cyclesPerByte },
      chunk: {
        ...cycles,
        unit: 'cycles',
        kind: 'distribution',
        verify: chunkCyclesForward(),
        from: (run) => chunkCycles(run),
      },
      total: { ...time, from: (run, { system }) => totalTime(run, timing(system)) },
    },
    gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6 })],
  })
}

/**
 * Hashes a corpus chunk by chunk in as many workers as the case has CPUs: independent processes, or the CPUs themselves
 * where there is no operating system.
 */
export const hashChunks = benchmarkOf('processes', { systems: {}, proof: bootProof })

/** The same in sibling threads of one process. A benchmark of its own, with records of a format of its own. */
export const hashChunksThreads = benchmarkOf('threads', { systems: {}, proof: bootProof })

/**
 * Either one with more systems in it. Their rows have the comparison hash of the rows without them, because parameters,
 * corpus, partition, timed region and verifier are the same: nothing that a system cannot print is passed over.
 *
 * @throws CapbenchError CAPBENCH_DEFINITION for a system that this package has its own program for
 */
export function hashChunksWith(joining: Joining) {
  return benchmarkOf('processes', joining)
}

/** The same for threads. Errors as above. */
export function hashChunksThreadsWith(joining: Joining) {
  return benchmarkOf('threads', joining)
}
