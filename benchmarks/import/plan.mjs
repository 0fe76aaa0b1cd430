// node plan.mjs STORE [define]: defines a benchmark, and plans a suite of it; ends when the plan is there, before the
// first run. One file, so that nothing but the core is imported.
// The process is that of globalThis: importing it would open stdin, stdout and stderr, 2 ms that are not of the core.

const core = await import('@capbench/core')
const { defineAuthorityProfile, defineBenchmark, framed, run, smp, suite, Type, verdictOf } = core

const zeros = '0'.repeat(64)
const tool = { name: 'none', version: '0' }
const manifest = {
  name: 'noop',
  sha256: zeros,
  bytes: 1,
  compiler: tool,
  libc: tool,
  flags: [],
  sources: [],
  notes: [],
}
const noop = defineBenchmark({
  name: 'noop',
  version: '1.0.0',
  module: import.meta.url,
  tier: 1,
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  parameters: Type.Object({ limit: Type.Integer({ default: 100 }) }),
  cases: [smp(1), smp(2)],
  corpus: { name: 'nothing', sha256: zeros },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'noop', terms: ['cpu'] }),
  requires: [],
  unsupportedPolicy: 'It runs nowhere.',
  workloads: {
    linux: { form: 'program', program: () => ({ name: 'noop', path: 'nowhere/noop', manifest }), args: () => [] },
  },
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
const [store, how] = process.argv.slice(2)
if (how === 'define') process.exit(0)

const facts = {
  schema: 'capbench.target/1',
  name: 'nowhere',
  arch: 'x86_64',
  subsystems: ['smp'],
  unmet: [],
  cpus: [0, 1],
  pinning: 'none',
  accelerator: 'none',
  nesting: 'unknown',
  envelope: {
    emulator: null,
    emulatorVersion: null,
    machine: null,
    firmware: null,
    cpuModel: null,
    memoryBytes: null,
    guestTopology: null,
    accelerator: null,
    nesting: 'unknown',
    placement: { pinning: 'none', cpus: [0, 1], others: [0, 1] },
    disk: null,
    network: null,
    hostCpuModel: null,
  },
  declared: [],
  identity: {},
  provenance: { source: null, commit: null, dirty: null, build: null },
  cleanExit: { code: 0, launcher: true },
  faults: [],
  authority: 'unenforced',
  notes: [],
}
const nowhere = {
  name: 'nowhere',
  system: 'linux',
  arch: 'x86_64',
  role: 'reference',
  requires: [],
  chosen: {},
  prepare: async () => facts,
  execute: async () => process.exit(1),
}
await run(suite({ name: 'noops', benchmarks: [noop], targets: [nowhere] }), {
  store,
  onEvent: ({ type }) => {
    if (type === 'planned') process.exit(0)
  },
})
process.exitCode = 1
