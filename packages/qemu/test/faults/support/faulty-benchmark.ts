import { defineBenchmark, framed, Type, verdictOf } from '@capbench/core'
import { type GuestProgramName, guestProgram } from '@capbench/guest'
import { ofTestPrograms } from '../../helpers/run-guest.ts'

/** A mode of a program that breaks something. */
export interface Mode {
  /** First argument of the program, and name of the case. */
  readonly mode: string
  readonly args?: readonly string[]
  readonly vcpus?: number
}

/** A benchmark whose cases are the modes of one program. It accepts every whole stream of records. */
export function faultyBenchmark<const N extends string>(
  name: N,
  program: GuestProgramName,
  modes: readonly Mode[],
  timeoutMs = 30_000,
) {
  return defineBenchmark({
    name,
    version: '1.0.0',
    module: import.meta.url,
    tier: 3,
    lineage: { inspiredBy: [], unsatisfied: [], official: false },
    parameters: Type.Object({}),
    cases: modes.map(({ mode, vcpus = 1 }) => ({ name: mode, vcpus, optIn: false, smt: false })),
    corpus: { name: 'none', sha256: '0'.repeat(64) },
    backing: 'none',
    authority: ofTestPrograms,
    requires: [],
    unsupportedPolicy: 'there is only a program for Linux',
    workloads: {
      linux: {
        form: 'program',
        program: (arch) => guestProgram(program, arch),
        args: ({ case: { name: wanted } }) => [wanted, ...(modes.find(({ mode }) => mode === wanted)?.args ?? [])],
      },
    },
    comparison: { partition: 'none/1', timedRegion: 'none' },
    nondeterminism: [],
    proofs: [],
    parser: framed({
      version: 1,
      records: { answer: Type.Object({}), filler: Type.Object({}), proof: Type.Object({}) },
      observe: ({ answer, filler, proof }): { readonly records: number } => ({
        records: answer.length + filler.length + proof.length,
      }),
    }),
    verify: { name: 'whole', version: 1, judge: () => verdictOf({ whole: undefined }) },
    metrics: { records: { unit: 'count', clock: 'none', better: 'higher', from: ({ records }) => records } },
    method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: 1, timeoutMs },
  })
}
