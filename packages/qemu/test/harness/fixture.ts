import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Case,
  defineAuthorityProfile,
  defineBenchmark,
  lines,
  smp,
  speedup,
  Type,
  verdictOf,
} from '@capbench/core'
import { type HarnessTargetOptions, harnessTarget } from '../../src/index.ts'
import { temporaryDirectory } from '../helpers/directory.ts'

/**
 * The marked fixture harness of the examples: its lines are made up, its QEMU and its guest are real.
 */
const sources = fileURLToPath(new URL('../../../../examples/03-existing-harness/fixture-harness/', import.meta.url))
export const image = fileURLToPath(
  new URL('../../../bench-smp-primes/dist/programs/x86_64-bare/smp-primes', import.meta.url),
)

/** A copy of it by links, so that tests do not write into one another's files. */
export function fixtureHarness(options: Partial<HarnessTargetOptions<'fixture', 'fixture'>> = {}) {
  const cwd = temporaryDirectory()
  mkdirSync(join(cwd, 'tools'))
  symlinkSync(join(sources, 'Makefile'), join(cwd, 'Makefile'))
  symlinkSync(join(sources, 'tools', 'process-scale.sh'), join(cwd, 'tools', 'process-scale.sh'))
  return harnessTarget({
    name: 'fixture',
    system: 'fixture',
    cwd,
    command: ['tools/process-scale.sh'],
    env: ({ case: name, pin }) => ({
      FIXTURE_CASE: name,
      FIXTURE_IMAGE: image,
      FIXTURE_LIMIT: `${limit}`,
      ...(pin && { CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS: pin.join(',') }),
    }),
    qemuLog: ({ case: name }) => `target/smp-process-scale/${name}-run1.log`,
    artifacts: ['target/smp-process-scale/summary.csv'],
    declared: {
      emulator: 'qemu',
      machine: 'pc',
      cpuModel: null,
      memoryBytes: 32 << 20,
      accelerator: 'tcg,thread=multi',
      disk: 'none',
      network: 'none',
    },
    provenance: { source: 'fixture', commit: 'fixture', dirty: false, build: 'fixture' },
    faults: [{ text: 'capbench-bare: panic', reason: 'guest_panic' }],
    ...options,
  })
}

/** Largest candidate; long enough for a QEMU that is looked at twice on a busy host. */
const limit = 3_000_000
const primesUpToLimit = 216_816

interface Scale {
  readonly cases: Readonly<
    Record<string, { readonly workers: number; readonly elapsed: number; readonly primes: number }>
  >
}

const number = (text = ''): number => Number(text)

/** What a caller writes for the made-up format. */
export const scale = defineBenchmark({
  name: 'fixture-scale',
  version: '1.0.0',
  module: import.meta.url,
  tier: 3,
  lineage: { inspiredBy: ['a made-up harness'], unsatisfied: [], official: false },
  parameters: Type.Object({}),
  cases: [smp(1), smp(2)] as readonly Case<'smp1' | 'smp2'>[],
  corpus: { name: 'none', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'fixture', terms: ['cpu'] }),
  requires: [],
  unsupportedPolicy: 'it is a fixture',
  workloads: { fixture: { form: 'console' } },
  comparison: { partition: 'fixture/1', timedRegion: 'as the fixture says' },
  nondeterminism: [
    { path: 'cases.smp1.elapsed', rule: 'any', why: 'time' },
    { path: 'cases.smp2.elapsed', rule: 'any', why: 'time' },
  ],
  proofs: [],
  parser: lines({
    format: 'fixture-scale',
    prefix: '[fixture] ',
    pattern: {
      banner: /\[fixture\] process scale, a made-up format/,
      worker:
        /\[fixture\] (?<name>smp\d+) run=(?<run>\d+) worker=(?<index>\d+) range=\d+\.\.\d+ primes=(?<primes>\d+);/,
      total:
        /\[fixture\] (?<name>smp\d+) run=(?<run>\d+) workers=(?<workers>\d+) elapsed=(?<elapsed>\d+) scaled cycles;/,
    },
    final: '[fixture] all is over;',
    exit: 0,
    observe: ({ worker, total }): Scale => ({
      cases: Object.fromEntries(
        total
          .filter(({ run }) => run === '1')
          .map(({ name = '', workers, elapsed }) => [
            name,
            {
              workers: number(workers),
              elapsed: number(elapsed),
              primes: worker
                .filter((each) => each.name === name && each.run === '1')
                .reduce((sum, { primes }) => sum + number(primes), 0),
            },
          ]),
      ),
    }),
  }),
  verify: {
    name: 'fixture-scale',
    version: 1,
    judge: ({ cases }, { case: { name, vcpus } }) => {
      const found = cases[name]
      return verdictOf({
        workers: found?.workers === vcpus ? undefined : `${vcpus} were wanted, ${found?.workers} came`,
        primes: found?.primes === primesUpToLimit ? undefined : `${primesUpToLimit} were wanted, ${found?.primes} came`,
      })
    },
  },
  metrics: {
    elapsed: {
      unit: 'scaled-cycles',
      clock: 'user-cycle-counter',
      scale: '2^-20',
      better: 'lower',
      from: ({ cases }, { case: { name } }) => cases[name]?.elapsed ?? Number.NaN,
    },
  },
  method: { warmup: { runs: 0, why: 'it is a fixture' }, runs: 5, timeoutMs: 60_000 },
  gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6 })],
})
