import {
  type Campaign,
  defineAuthorityProfile,
  defineBenchmark,
  framed,
  type RunRequest,
  run,
  smp,
  suite,
  Type,
  verdictOf,
} from '@capbench/core'
import { encodeStream, type FakeRun, fakeTarget } from '@capbench/core/testing'
import { program, temporary } from './campaign.ts'

/** How many metrics the benchmark here has: more than one sheet of plots holds. */
export const metricCount = 8

const metric = (index: number) =>
  ({
    unit: { linux: 'ns' },
    clock: { linux: 'CLOCK_MONOTONIC' },
    better: 'lower',
    from: ({ ns }: { readonly ns: number }) => ns * (index + 1),
  }) as const

/** Metrics `m0` to `m7`, each so many times the first and one more. */
const several = defineBenchmark({
  name: 'several',
  version: '1.0.0',
  module: import.meta.url,
  tier: 2,
  lineage: { inspiredBy: ['a toy'], unsatisfied: ['it is a toy'], official: false },
  parameters: Type.Object({}),
  cases: [smp(1), smp(2)],
  corpus: { name: 'none', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'several', terms: ['cpu'] }),
  requires: ['clock.monotonic'],
  unsupportedPolicy: 'nobody has ported it',
  comparison: { partition: 'none/1', timedRegion: 'none' },
  workloads: { linux: { form: 'program', program: () => program, args: () => [] } },
  nondeterminism: [{ path: 'ns', rule: 'any', why: 'time' }],
  proofs: [],
  parser: framed({
    version: 1,
    records: { answer: Type.Object({ ns: Type.Integer() }) },
    observe: ({ answer }): { ns: number } => ({ ns: answer[0]?.ns ?? 0 }),
  }),
  verify: { name: 'some', version: 1, judge: ({ ns }) => verdictOf({ some: ns > 0 ? undefined : 'no time' }) },
  metrics: Object.fromEntries(Array.from({ length: metricCount }, (_, index) => [`m${index}`, metric(index)])),
  method: { warmup: { runs: 1, why: 'first touch' }, runs: 3, timeoutMs: 1000 },
  gates: [],
})

/** A campaign of many metrics, in which every run of `smp2` is refused. */
export async function campaignOfSeveral(): Promise<Campaign> {
  const play = ({ nonce, vcpus }: RunRequest): FakeRun => {
    const ns = vcpus === 2 ? 0 : 1_000_000 + Number.parseInt(nonce.slice(0, 4), 16)
    return { records: encodeStream(nonce, { program: 'toy', version: '1' }, [{ type: 'answer', value: { ns } }]) }
  }
  const targets = [fakeTarget({ name: 'linux', role: 'subject', play })]
  return run(suite({ name: 'several', benchmarks: [several], targets }), { store: temporary() })
}
