import { join } from 'node:path'
import { choicesFrom } from '@capbench/cli'
import { defineAuthorityProfile, defineBenchmark, framed, run, smp, suite, Type, verdictOf } from '@capbench/core'
import { bootProof, buildProgram } from '@capbench/guest'
import { nativeHost } from '@capbench/host'

const root = import.meta.dirname
const program = await buildProgram({ name: 'queens', root, sources: ['queens.c'], outDir: join(root, 'target') })

/** Ways for boards of 1 by 1 and more, as others counted them: OEIS A000170. */
const known = [1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14_200, 73_712]

const queens = defineBenchmark({
  // What it is.
  name: 'queens',
  version: '1.0.0',
  module: import.meta.url, // the code that judges is part of the evidence
  tier: 3,
  lineage: { inspiredBy: ['the eight queens puzzle'], unsatisfied: [], official: false },
  parameters: Type.Object({ n: Type.Integer({ default: 13, minimum: 1, maximum: known.length }) }),
  cases: [smp(1)],
  corpus: { name: 'none', sha256: '0'.repeat(64) },
  backing: 'none',
  comparison: { partition: 'none/1', timedRegion: 'the search, between two readings of the clock' },

  // What it may do and what it needs. Anything else that it does makes its run invalid.
  authority: defineAuthorityProfile({ name: 'queens', terms: ['cpu', 'clock.monotonic'] }),
  requires: ['clock.monotonic'],
  proofs: [bootProof],

  // How it runs on each kind of system; on others it is unsupported, and no slow result.
  workloads: { linux: { form: 'program', program: () => program, args: ({ parameters: { n } }) => [`${n}`] } },
  unsupportedPolicy: 'nobody has ported it',

  // From bytes to an observation, which is judged before anything is measured in it.
  parser: framed({
    version: 1,
    records: { answer: Type.Object({ ways: Type.Integer(), ns: Type.Integer() }) },
    observe: ({ answer: [answer] }) => ({ ways: answer?.ways ?? -1, ns: answer?.ns ?? -1 }),
  }),
  verify: {
    name: 'published-count',
    version: 1,
    judge: ({ ways }, { parameters: { n } }) => {
      const wanted = known[n - 1]
      return verdictOf({ ways: ways === wanted ? undefined : `there are ${wanted} ways, ${ways} came` })
    },
  },
  nondeterminism: [{ path: 'ns', rule: 'any', why: 'it is what is measured' }],
  metrics: { elapsed: { unit: 'ns', clock: 'CLOCK_MONOTONIC', better: 'lower', from: ({ ns }) => ns } },
  method: { warmup: { runs: 1, why: 'the first run reads the program from disk' }, runs: 5, timeoutMs: 60_000 },
})

const choices = choicesFrom(process.env)
const host = nativeHost(choices.native)
const campaign = await run(suite({ name: 'queens', benchmarks: [queens], targets: [host] }), choices.run)
const result = campaign.result(queens, host, 'smp1', 'elapsed')
for (const { record, assessment } of campaign.runs)
  console.log(record.benchmark, record.kind, assessment.accepted ? 'accepted' : assessment.causes)
console.log(result.status, result.status === 'passed' ? `${result.measurement.median} ns` : result.detail)
