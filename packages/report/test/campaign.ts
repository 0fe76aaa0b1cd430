import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Campaign,
  defineAuthorityProfile,
  defineBenchmark,
  framed,
  type ProgramFile,
  type RunOptions,
  type RunRequest,
  run,
  smp,
  speedup,
  suite,
  type TargetFacts,
  Type,
  verdictOf,
} from '@capbench/core'
import { encodeStream, type FakeRun, fakeTarget } from '@capbench/core/testing'
import { onTestFinished } from 'vitest'

export const program: ProgramFile = {
  name: 'toy',
  path: '/nowhere/toy',
  manifest: {
    name: 'toy',
    sha256: 'a'.repeat(64),
    bytes: 1,
    compiler: { name: 'toycc', version: '1.2.3' },
    libc: { name: 'toylibc', version: '4.5' },
    flags: ['-O2', '-static'],
    sources: [],
    notes: ['unofficial-program'],
  },
}

/**
 * A benchmark that accepts what says "ok" and rejects everything else with the words of the guest.
 *
 * @param unit of its metric on bare metal; a ratio has no dimension on any system
 */
export const toyIn = (unit: 'ns' | 'scaled-cycles' | 'ratio') =>
  defineBenchmark({
    name: 'toy',
    version: '1.0.0',
    module: import.meta.url,
    tier: 3,
    lineage: { inspiredBy: ['a toy'], unsatisfied: ['it is a toy'], official: false },
    parameters: Type.Object({ size: Type.Integer({ default: 10, minimum: 1 }) }),
    cases: [smp(1), smp(2), smp(4)],
    corpus: { name: 'none', sha256: '0'.repeat(64) },
    backing: 'none',
    authority: defineAuthorityProfile({ name: 'toy', terms: ['cpu'], posture: { tracing: true } }),
    requires: ['clock.monotonic'],
    unsupportedPolicy: 'nobody has ported it',
    comparison: { partition: 'none/1', timedRegion: 'none' },
    workloads: {
      linux: { form: 'program', program: () => program, args: ({ parameters }) => [`${parameters.size}`] },
      bare: { form: 'program', program: () => program, args: () => [] },
    },
    nondeterminism: [{ path: 'ns', rule: 'any', why: 'time' }],
    proofs: [],
    parser: framed({
      version: 1,
      records: { answer: Type.Object({ says: Type.String(), ns: Type.Integer() }) },
      observe: ({ answer }): { says: string; ns: number } => ({ says: answer[0]?.says ?? '', ns: answer[0]?.ns ?? 0 }),
    }),
    verify: {
      name: 'ok',
      version: 1,
      judge: ({ says }) => verdictOf({ says: says === 'ok' ? undefined : `it said ${says}` }),
    },
    metrics: {
      elapsed: {
        unit: { linux: unit === 'ratio' ? unit : 'ns', bare: unit },
        clock: { linux: 'CLOCK_MONOTONIC', bare: 'user-cycle-counter' },
        better: 'lower',
        from: ({ ns }) => ns,
      },
    },
    method: { warmup: { runs: 1, why: 'first touch' }, runs: 5, timeoutMs: 1000 },
    gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6 })],
  })
export const toy = toyIn('scaled-cycles')

export function answer(request: RunRequest, value: { readonly says?: string; readonly ns?: number } = {}): FakeRun {
  const record = { says: 'ok', ns: Math.round(1_318_436_051 / request.vcpus), ...value }
  return { records: encodeStream(request.nonce, { program: 'toy', version: '1' }, [{ type: 'answer', value: record }]) }
}

/** An empty directory that is gone when the test is over. */
export function temporary(prefix = 'capbench-report-'): string {
  const directory = mkdtempSync(join(tmpdir(), prefix))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

interface Choices {
  readonly play?: (request: RunRequest) => FakeRun
  readonly facts?: Partial<TargetFacts>
  readonly options?: RunOptions
}

/** A campaign of a subject, a reference and native context, made by core's own pipeline. */
export async function campaignOf({ play = answer, facts = {}, options = {} }: Choices = {}): Promise<Campaign> {
  const targets = [
    fakeTarget({ name: 'native', role: 'native-context', play: (request) => answer(request) }),
    fakeTarget({ name: 'linux', role: 'reference', play: (request) => answer(request) }),
    fakeTarget({ name: 'other', role: 'subject', facts, play }),
  ]
  return run(suite({ name: 'toys', benchmarks: [toy], targets }), { store: temporary(), ...options })
}
