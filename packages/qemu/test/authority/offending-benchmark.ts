import { defineAuthorityProfile, defineBenchmark, framed, type Term, Type, verdictOf } from '@capbench/core'
import { guestProgram } from '@capbench/guest'

/** A benchmark whose cases are modes of the program that tries more than it may, under a profile of these terms. */
export function offendingBenchmark<const N extends string>(name: N, terms: readonly Term[], modes: readonly string[]) {
  return defineBenchmark({
    name,
    version: '1.0.0',
    module: import.meta.url,
    tier: 3,
    lineage: { inspiredBy: [], unsatisfied: [], official: false },
    parameters: Type.Object({}),
    cases: modes.map((mode) => ({ name: mode, vcpus: 1, optIn: false, smt: false })),
    corpus: { name: 'none', sha256: '0'.repeat(64) },
    backing: 'none',
    authority: defineAuthorityProfile({ name, terms }),
    requires: [],
    unsupportedPolicy: 'there is only a program for Linux',
    workloads: {
      linux: {
        form: 'program',
        program: (arch) => guestProgram('bad-authority', arch),
        args: ({ case: { name: mode } }) => [mode],
      },
    },
    comparison: { partition: 'none/1', timedRegion: 'none' },
    nondeterminism: [],
    proofs: [],
    parser: framed({
      version: 1,
      records: { survived: Type.Object({ what: Type.String(), result: Type.Integer() }) },
      observe: ({ survived }): { readonly survived: number } => ({ survived: survived.length }),
    }),
    verify: { name: 'whole', version: 1, judge: () => verdictOf({ whole: undefined }) },
    metrics: { survived: { unit: 'count', clock: 'none', better: 'higher', from: ({ survived }) => survived } },
    method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: 1, timeoutMs: 30_000 },
  })
}
