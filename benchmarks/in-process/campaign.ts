import {
  type Campaign,
  defineAuthorityProfile,
  defineBenchmark,
  framed,
  run,
  smp,
  suite,
  Type,
  verdictOf,
  withMethod,
} from '@capbench/core'
import { encodeStream, fakeTarget } from '@capbench/core/testing'
import { guestProgram } from '@capbench/guest'

const Count = Type.Object({ count: Type.Integer() }, { additionalProperties: false })

/** A benchmark whose records are played; the program is named and never started. */
const counted = defineBenchmark({
  name: 'counted',
  version: '1.0.0',
  module: import.meta.url,
  tier: 1,
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  parameters: Type.Object({}),
  cases: [smp(1), smp(2)],
  corpus: { name: 'nothing', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'counted', terms: ['cpu'] }),
  requires: [],
  unsupportedPolicy: 'It runs nowhere.',
  workloads: { linux: { form: 'program', program: () => guestProgram('proof-boot'), args: () => [] } },
  comparison: { partition: 'none', timedRegion: 'none' },
  nondeterminism: [],
  proofs: [],
  parser: framed({
    version: 1,
    records: { count: Count },
    observe: ({ count }): { readonly count: number } => ({ count: count[0]?.count ?? 0 }),
  }),
  verify: {
    name: 'one',
    version: 1,
    judge: ({ count }) => verdictOf({ count: count === 1 ? undefined : `1 was wanted, ${count} came` }),
  },
  metrics: { count: { unit: 'count', clock: 'none', better: 'lower', from: ({ count }) => count } },
  method: { warmup: { runs: 0, why: 'nothing runs' }, runs: 5, timeoutMs: 1000 },
})

export const benchmarks = [counted]

/** A campaign of two cases over a target that plays records, and a console, and runs nothing. */
export function syntheticCampaign(
  store: string,
  runs: number,
  console: Uint8Array = new Uint8Array(),
): Promise<Campaign> {
  const records = [{ type: 'count', value: { count: 1 } }]
  const target = fakeTarget({
    name: 'fake',
    play: ({ nonce }) => ({ records: encodeStream(nonce, { program: 'counted', version: '1.0.0' }, records), console }),
  })
  const played = suite({ name: 'played', benchmarks: [counted], targets: [target] })
  return run(withMethod(played, counted, { runs }), { store })
}
