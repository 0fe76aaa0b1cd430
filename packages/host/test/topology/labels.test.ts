import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  defineAuthorityProfile,
  defineBenchmark,
  framed,
  type HostEvent,
  run,
  smp,
  suite,
  type TargetFacts,
  Type,
  verdictOf,
  withMethod,
} from '@capbench/core'
import { encodeStream, fakeTarget, fixtureEnvelope } from '@capbench/core/testing'
import { guestProgram } from '@capbench/guest'
import { readHostTopology } from '@capbench/host'
import { expect, onTestFinished, test } from 'vitest'
import { unpackHost } from '../support.ts'

/** Evidence that is marked as of a fixture: the hosts are recorded or synthetic, and nothing ran on them. */
const benchmark = defineBenchmark({
  name: 'none',
  version: '1.0.0',
  module: import.meta.url,
  tier: 3,
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  parameters: Type.Object({}),
  cases: [smp(2)],
  corpus: { name: 'none', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'none', terms: ['cpu'] }),
  requires: [],
  unsupportedPolicy: 'a fixture',
  comparison: { partition: 'none', timedRegion: 'none' },
  workloads: { linux: { form: 'program', program: () => guestProgram('proof-boot'), args: () => [] } },
  nondeterminism: [],
  proofs: [],
  parser: framed({ version: 1, records: {}, observe: () => ({}) }),
  verify: { name: 'any', version: 1, judge: () => verdictOf({ any: undefined }) },
  metrics: { one: { unit: 'count', clock: 'none', better: 'higher', from: () => 1 } },
  method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: 5, timeoutMs: 1000 },
})

/** Two vCPUs on these CPUs, the other threads of the emulator on `others`. */
function placed(vcpus: readonly [number, number], others: readonly number[]): readonly HostEvent[] {
  return (['start', 'end'] as const).map((when) => ({
    kind: 'affinity',
    atNs: 1,
    when,
    wanted: [...new Set([...vcpus, ...others])],
    vcpus: vcpus.map((cpu, index) => ({ index, tid: 10 + index, cpu })),
    threads: [
      { tid: 9, comm: 'qemu', cpus: others },
      ...vcpus.map((cpu, index) => ({ tid: 10 + index, comm: `CPU ${index}/KVM`, cpus: [cpu] })),
    ],
  }))
}

/** Reasons and labels of a row of two vCPUs on a host of `test/hosts`. */
async function labelsOn(host: string, events: readonly HostEvent[]) {
  const { root, remove } = unpackHost(host)
  const store = mkdtempSync(join(tmpdir(), 'capbench-host-'))
  onTestFinished(() => rmSync(store, { recursive: true, force: true }))
  onTestFinished(remove)
  const topology = readHostTopology(root)
  const cpus = [...topology.allowed]
  const facts: Partial<TargetFacts> = {
    accelerator: 'kvm',
    nesting: 'bare',
    pinning: 'per-vcpu',
    cpus,
    authority: 'enforced',
    envelope: { ...fixtureEnvelope, accelerator: 'kvm', placement: { pinning: 'per-vcpu', cpus, others: cpus } },
    provenance: { source: 'a', commit: 'b', dirty: false, build: 'c' },
  }
  const fake = fakeTarget({
    name: 'fixture',
    facts,
    play: ({ nonce }) => ({ records: encodeStream(nonce, { program: 'none', version: '1' }, []), events }),
  })
  const target: typeof fake = {
    ...fake,
    prepare: async (context) => {
      await context.environment('topology', () => topology)
      return fake.prepare(context)
    },
  }
  const rows = suite({ name: 'hosts', benchmarks: [benchmark], targets: [target] })
  const { results } = await run(withMethod(rows, benchmark, { runs: 5, warmups: 0 }), { store })
  const [row] = results
  if (row?.status !== 'passed') throw new Error(row === undefined ? 'no row' : row.detail)
  expect(row.labels).toContain('fixture')
  return { reasons: row.classReasons, labels: row.labels }
}

test.each<[string, string, readonly HostEvent[], readonly string[], string]>([
  [
    'isolated cores of one node, other threads on a housekeeping CPU',
    'smt-numa-isolated',
    placed([2, 3], [0, 1]),
    [],
    'isolated:isolcpus',
  ],
  [
    'housekeeping CPUs, other threads on isolated ones',
    'smt-numa-isolated',
    placed([0, 1], [2, 3]),
    [],
    'pinned-not-isolated',
  ],
  ['all threads on isolated CPUs', 'smt-numa-isolated', placed([2, 3], [10, 11]), [], 'isolated:isolcpus'],
  ['siblings of one core', 'smt-numa-isolated', placed([2, 10], [3]), ['vcpus-share-a-core'], 'isolated:isolcpus'],
  ['cores of both nodes', 'smt-numa-isolated', placed([2, 4], [3]), ['numa-split'], 'isolated:isolcpus'],
  ['a large and a small core', 'hybrid-laptop', placed([0, 4], [2]), ['mixed-core-types'], 'pinned-not-isolated'],
  ['two large cores', 'hybrid-laptop', placed([0, 2], [4]), [], 'pinned-not-isolated'],
  [
    'cores that differ in capacity',
    'arm64-big-little',
    placed([3, 4], [5]),
    ['mixed-core-types'],
    'pinned-not-isolated',
  ],
  ['an isolated partition', 'cgroup-partition', placed([2, 3], [2, 3]), [], 'isolated:cgroup-partition'],
  [
    'a host that says nothing of its cores',
    'no-topology',
    placed([0, 1], [0]),
    ['topology-unknown'],
    'pinned-not-isolated',
  ],
])('%s', async (_, host, events, reasons, label) => {
  const row = await labelsOn(host, events)
  expect(row.reasons).toEqual(reasons)
  expect(row.labels).toContain(label)
})
