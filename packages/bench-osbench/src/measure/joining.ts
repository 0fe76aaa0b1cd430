import type { Clock, Workload } from '@capbench/core'
import type { BootRun } from '@capbench/guest'
import type { OsbenchRun } from './records.ts'

/** With which the program of a system is started. */
export interface OsbenchParameters {
  readonly budgetMs: number
  readonly singlesMs: number
}

/** A system that brings a program of its own, which prints the records of osbench: `osbenchRecordsOf` reads them. */
export interface JoiningSystem {
  readonly osbench: Workload<OsbenchParameters, OsbenchRun>
  /** Its boot proof: without one it gets no number. `bootRecordsOf` reads it. */
  readonly proof: Workload<Readonly<Record<never, never>>, BootRun>
  /** What its nanoseconds are of. */
  readonly clock: Clock
}

/** Systems by their kind, as targets name it. */
export type JoiningSystems = Readonly<Record<string, JoiningSystem>>

/** One property of each system. */
export function ofEach<T>(systems: JoiningSystems, of: (system: JoiningSystem) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(systems).map(([name, system]) => [name, of(system)]))
}
