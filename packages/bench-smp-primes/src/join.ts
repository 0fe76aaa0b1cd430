import { anyOf, CapbenchError, type Clock, defineBenchmark, speedup, type Unit, type Workload } from '@capbench/core'
import { type BootRun, bootProofWith } from '@capbench/guest'
import { elapsedNs, elapsedScaledCycles, imbalance } from './metrics.ts'
import type { PrimeRun } from './observation.ts'
import { cyclesMetric, nsClock, primeDefinition, primeVerifier } from './smp-primes.ts'
import type { TimedBy } from './timing.ts'

/** How a system that is not ours runs what smp-primes is. */
export interface JoiningSystem {
  /** It does the work of the comparison and prints the records: `primeRecordsOf` reads them. */
  readonly primes: Workload<{ readonly limit: number }, PrimeRun>
  /** Its boot proof: without one it gets no number. `bootRecordsOf` reads it. */
  readonly proof: Workload<Readonly<Record<never, never>>, BootRun>
  /** `cycles`: elapsed time is in scaled cycles, the user-mode counter shifted right by 20 bits. */
  readonly timedBy: TimedBy
}

/**
 * smp-primes with more systems in it. Their rows have the comparison hash of the rows of `smpPrimes`, because
 * parameters, corpus, partition, timed region and verifier are the same: nothing that a system cannot print is passed
 * over. Each worker's range, count, checksum and times are demanded, so a log of totals alone is no smp-primes.
 *
 * @throws CapbenchError CAPBENCH_DEFINITION for a system that this package has its own program for
 */
export function smpPrimesWith({ systems }: { readonly systems: Readonly<Record<string, JoiningSystem>> }) {
  const taken = Object.keys(systems).find((system) => Object.hasOwn(primeDefinition.workloads, system))
  if (taken !== undefined)
    throw new CapbenchError(
      'CAPBENCH_DEFINITION',
      `smp-primes has a program of its own for ${taken}; join under another name of a system`,
    )
  const perSystem = <T>(of: (system: JoiningSystem) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(systems).map(([name, system]) => [name, of(system)]))
  const timedBy = perSystem((system) => system.timedBy)
  const timing = (system: string): TimedBy => timedBy[system] ?? 'ns'
  const clocks = perSystem((system): Clock => (system.timedBy === 'ns' ? 'CLOCK_MONOTONIC' : 'user-cycle-counter'))
  const units = perSystem((system): Unit => (system.timedBy === 'ns' ? 'ns' : 'scaled-cycles'))
  const clock = { ...clocks, ...nsClock }
  const scale = Object.fromEntries(
    Object.entries(timedBy).flatMap(([system, by]) => (by === 'cycles' ? [[system, '2^-20']] : [])),
  )
  return defineBenchmark({
    ...primeDefinition,
    workloads: { ...perSystem(({ primes }) => primes), ...primeDefinition.workloads },
    requires: [anyOf('process.spawn', 'cpu.direct'), 'smp', 'memory.share', anyOf('clock.monotonic', 'clock.cycles')],
    proofs: [bootProofWith(perSystem(({ proof }) => proof))],
    verify: primeVerifier(timedBy),
    metrics: {
      elapsed: {
        unit: { ...units, linux: 'ns', bare: 'ns' },
        clock,
        scale,
        better: 'lower',
        from: (run, { system }) => (timing(system) === 'ns' ? elapsedNs(run) : elapsedScaledCycles(run)),
      },
      cycles: cyclesMetric,
      imbalance: {
        unit: 'ratio',
        clock,
        better: 'lower',
        from: (run, { system }) => imbalance(run, timing(system)),
      },
    },
    gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6 })],
  })
}
