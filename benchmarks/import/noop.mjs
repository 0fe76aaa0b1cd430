/** The smallest benchmark that measures something, by the entry points of a given core. */
export const defineNoop = ({ defineBenchmark, defineAuthorityProfile, framed, smp, Type, verdictOf }) =>
  defineBenchmark({
    name: 'noop',
    version: '1.0.0',
    module: import.meta.url,
    tier: 1,
    lineage: { inspiredBy: [], unsatisfied: [], official: false },
    parameters: Type.Object({ limit: Type.Integer({ default: 100 }) }),
    cases: [smp(1), smp(2)],
    corpus: { name: 'nothing', sha256: '0'.repeat(64) },
    backing: 'none',
    authority: defineAuthorityProfile({ name: 'noop', terms: ['cpu'] }),
    requires: [],
    unsupportedPolicy: 'It runs nowhere.',
    workloads: { linux: { form: 'program', program: () => program, args: () => [] } },
    comparison: { partition: 'none', timedRegion: 'none' },
    nondeterminism: [],
    proofs: [],
    parser: framed({
      version: 1,
      records: { count: Type.Object({ count: Type.Integer() }, { additionalProperties: false }) },
      observe: ({ count }) => count,
    }),
    verify: { name: 'none', version: 1, judge: () => verdictOf({}) },
    metrics: { count: { unit: 'count', clock: 'none', better: 'lower', from: () => 1 } },
    method: { warmup: { runs: 0, why: 'nothing runs' }, runs: 5, timeoutMs: 1000 },
  })

const program = {
  name: 'noop',
  path: 'nowhere/noop',
  manifest: {
    name: 'noop',
    sha256: '0'.repeat(64),
    bytes: 1,
    compiler: { name: 'none', version: '0' },
    libc: { name: 'none', version: '0' },
    flags: [],
    sources: [],
    notes: [],
  },
}
