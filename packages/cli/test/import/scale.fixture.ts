import { defineAuthorityProfile, defineBenchmark, lines, smp, Type, verdictOf } from '@capbench/core'

/** A system with log lines and an exit code of its own, as somebody who imports its logs would define it. */
export const scale = defineBenchmark({
  name: 'scale',
  version: '1.0.0',
  module: import.meta.url,
  tier: 3,
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  parameters: Type.Object({ limit: Type.Integer({ default: 100, minimum: 1 }) }),
  cases: [smp(1), smp(2)],
  corpus: { name: 'none', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'scale', terms: ['cpu'] }),
  requires: [],
  unsupportedPolicy: 'nobody has ported it',
  comparison: { partition: 'none/1', timedRegion: 'none' },
  workloads: { capos: { form: 'console' } },
  nondeterminism: [{ path: 'cycles', rule: 'any', why: 'time' }],
  proofs: [],
  parser: lines({
    format: 'scale-lines',
    pattern: /\[scale\] primes=(?<primes>\d+) cycles=(?<cycles>\d+) ok/,
    prefix: '[scale]',
    final: '[scale] all done',
    exit: 85,
    observe: (found): { primes: number; cycles: number } => ({
      primes: Number(found[0]?.primes),
      cycles: Number(found[0]?.cycles),
    }),
  }),
  verify: {
    name: 'primes',
    version: 1,
    judge: ({ primes }) => verdictOf({ primes: primes === 25 ? undefined : `25 were wanted, ${primes} came` }),
  },
  metrics: {
    elapsed: { unit: 'scaled-cycles', clock: 'user-cycle-counter', better: 'lower', from: ({ cycles }) => cycles },
  },
  method: { warmup: { runs: 0, why: 'the log has none' }, runs: 5, timeoutMs: 1000 },
})
