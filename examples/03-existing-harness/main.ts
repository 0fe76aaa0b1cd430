import { join } from 'node:path'
import { choicesFrom } from '@capbench/cli'
import {
  defineAuthorityProfile,
  defineBenchmark,
  lines,
  run,
  smp,
  smtDiagnostic,
  speedup,
  suite,
  Type,
  verdictOf,
  verifyEvidence,
} from '@capbench/core'
import { harnessTarget } from '@capbench/qemu'

const { capos: choices } = choicesFrom(process.env) // CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS, CAPOS_SMP_SCALE_INCLUDE_SMT

const capos = harnessTarget({
  name: 'capos',
  system: 'capos',
  cwd: join(import.meta.dirname, 'fixture-harness'), // your checkout
  command: ['make', 'run-smp-process-scale'],
  // FIXTURE_CASE makes this harness boot one case, once. Without such a variable: `invocation: 'all-cases'`.
  env: ({ case: name, pin }) => ({
    FIXTURE_CASE: name,
    ...(pin && { CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS: pin.join(',') }),
  }),
  ...choices.harness,
  qemuLog: ({ case: name }) => `target/smp-process-scale/${name}-run1.log`,
  artifacts: ['target/smp-process-scale/*.csv'],
  declared: { emulator: 'qemu', machine: 'pc', accelerator: 'tcg,thread=multi', memoryBytes: 32 << 20 },
  faults: [{ text: 'panicked at', reason: 'guest_panic' }],
})

const processScale = defineBenchmark({
  name: 'process-scale',
  version: '1.0.0',
  module: import.meta.url,
  tier: 3,
  lineage: { inspiredBy: ['make run-smp-process-scale'], unsatisfied: [], official: false },
  parameters: Type.Object({}),
  cases: [smp(1), smp(2), smp(4), smtDiagnostic(8)],
  corpus: { name: 'the integers 2..1000000', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'process-scale', terms: ['cpu', 'clock.cycles', 'process.spawn'] }),
  requires: [],
  unsupportedPolicy: 'not ported',
  workloads: { capos: { form: 'console' } },
  comparison: { partition: 'contiguous/1', timedRegion: 'first worker past the barrier to last worker done' },
  nondeterminism: [{ path: 'elapsed', rule: 'any', why: 'it is what is measured' }],
  proofs: [],
  // Made up: the fixture harness prints it, and no system does.
  parser: lines({
    pattern: {
      worker: /\[fixture\] \S+ run=1 worker=\d+ range=\d+\.\.\d+ primes=(?<primes>\d+);/,
      total: /\[fixture\] \S+ run=1 workers=(?<workers>\d+) elapsed=(?<elapsed>\d+) scaled cycles;/,
    },
    final: '[fixture] all is over;',
    exit: 0, // of make
    observe: ({ worker, total: [total] }): { primes: number; workers: number; elapsed: number } => ({
      primes: worker.reduce((sum, { primes }) => sum + Number(primes), 0),
      workers: Number(total?.workers ?? 0),
      elapsed: Number(total?.elapsed ?? 0),
    }),
  }),
  verify: {
    name: 'prime-count',
    version: 1,
    judge: ({ primes, workers }, { case: { vcpus } }) =>
      verdictOf({
        primes: primes === 78_498 ? undefined : `78498 were wanted, ${primes} came`,
        workers: workers === vcpus ? undefined : `${vcpus} were wanted, ${workers} came`,
      }),
  },
  metrics: {
    elapsed: {
      unit: 'scaled-cycles',
      scale: '2^-20',
      clock: 'user-cycle-counter',
      better: 'lower',
      from: ({ elapsed }) => elapsed,
    },
  },
  method: { warmup: { runs: 0, why: 'every run is a boot' }, runs: 5, timeoutMs: 120_000 },
  gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6 })],
})

const campaign = await run(suite({ name: 'capos', benchmarks: [processScale], targets: [capos] }), choices.run)
for (const result of campaign.results)
  console.log(
    result.case,
    result.status === 'passed' ? result.measurement.median : `${result.reason}: ${result.detail}`,
  )
const { verified, publishableReasons } = await verifyEvidence(campaign.directory, { benchmarks: [processScale] })
console.log(verified ? 'verified, and not publishable yet:' : 'not verified:', publishableReasons.join('; '))
