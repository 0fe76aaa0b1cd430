import { defineAuthorityProfile, defineBenchmark, framed, smp, Type, verdictOf } from '@capbench/core'
import { bootProof, guestProgram } from '@capbench/guest'

const echo = defineBenchmark({
  name: 'echo',
  version: '1.0.0',
  module: import.meta.url,
  tier: 3,
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  parameters: Type.Object({}),
  cases: [smp(1)],
  corpus: { name: 'none', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'echo', terms: ['cpu', 'process.spawn', 'ipc.pipe'] }),
  requires: ['process.spawn'],
  unsupportedPolicy: 'nobody has ported it',
  workloads: { linux: { form: 'program', program: () => guestProgram('proof-boot'), args: () => [] } },
  comparison: { partition: 'none/1', timedRegion: 'none' },
  nondeterminism: [],
  proofs: [bootProof],
  parser: framed({
    version: 1,
    records: {
      proof: Type.Object({
        cpus: Type.Integer(),
        spawned: Type.Boolean(),
        childExit: Type.Integer(),
        echo: Type.String(),
      }),
    },
    observe: ({ proof }): { cpus: number } => ({ cpus: proof[0]?.cpus ?? 0 }),
  }),
  verify: {
    name: 'cpus',
    version: 1,
    judge: ({ cpus }, { cpus: wanted }) => verdictOf({ cpus: cpus === wanted ? undefined : `saw ${cpus}` }),
  },
  metrics: { cpus: { unit: 'count', clock: 'none', better: 'higher', from: ({ cpus }) => cpus } },
  method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: 5, timeoutMs: 60_000 },
})
console.log(echo.name)
