import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Io, main, type SuiteSource, type TargetChoice } from '@capbench/cli'
import {
  defineAuthorityProfile,
  defineBenchmark,
  framed,
  type RunRequest,
  smp,
  smtDiagnostic,
  speedup,
  Type,
  verdictOf,
} from '@capbench/core'
import { encodeStream, type FakeRun, fakeTarget } from '@capbench/core/testing'
import { onTestFinished } from 'vitest'

const toy = defineBenchmark({
  name: 'toy',
  version: '1.0.0',
  module: import.meta.url,
  tier: 3,
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  parameters: Type.Object({ limit: Type.Integer({ default: 10, minimum: 1 }) }),
  cases: [smp(1), smp(2), smp(4), smtDiagnostic(8)],
  corpus: { name: 'none', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'toy', terms: ['cpu'] }),
  requires: [],
  unsupportedPolicy: 'nobody has ported it',
  comparison: { partition: 'none/1', timedRegion: 'none' },
  workloads: {
    linux: {
      form: 'program',
      program: () => ({
        name: 'toy',
        path: '/nowhere/toy',
        manifest: {
          name: 'toy',
          sha256: 'a'.repeat(64),
          bytes: 1,
          compiler: { name: 'none', version: '0' },
          libc: { name: 'none', version: '0' },
          flags: [],
          sources: [],
          notes: [],
        },
      }),
      args: ({ parameters }) => [`${parameters.limit}`],
    },
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
  metrics: { elapsed: { unit: 'ns', clock: 'CLOCK_MONOTONIC', better: 'lower', from: ({ ns }) => ns } },
  method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: 5, timeoutMs: 1000 },
  gates: [speedup({ from: 'smp1', to: 'smp2', atLeast: 1.6 })],
})

export function answer(request: RunRequest, says = 'ok'): FakeRun {
  const value = { says, ns: Math.round(1_000_000 / request.vcpus) }
  return { records: encodeStream(request.nonce, { program: 'toy', version: '1' }, [{ type: 'answer', value }]) }
}

/** A suite `toys` with targets `linux` and `native`; what each was made of is kept. */
export function toySource(play: (request: RunRequest) => FakeRun = answer) {
  const made: TargetChoice[] = []
  const make = (choice: TargetChoice) => {
    made.push(choice)
    return fakeTarget({ name: choice.name, play: (request) => play(request) })
  }
  const source: SuiteSource = {
    name: 'toys',
    benchmark: toy,
    targets: [
      { name: 'linux', kind: 'linux-guest', make },
      { name: 'native', kind: 'native', make },
    ],
  }
  return { source, made }
}

/** An empty directory that is gone when the test is over. */
export function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-cli-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

interface Surroundings extends Partial<Pick<Io, 'environment' | 'terminal' | 'signal' | 'cwd'>> {
  readonly source?: SuiteSource
}

/** Calls the command line in a fresh directory and keeps what it wrote. */
export async function capbench(argv: readonly string[], around: Surroundings = {}) {
  const out: string[] = []
  const err: string[] = []
  const { source = toySource().source, environment = {}, cwd = temporary(), ...more } = around
  const io: Io = {
    stdout: (text) => out.push(text),
    stderr: (text) => err.push(text),
    environment,
    cwd,
    signal: new AbortController().signal,
    ...(more.terminal && { stderr: more.terminal.write }),
    ...more,
  }
  const code = await main(argv, io, [source])
  return { code, stdout: out.join(''), stderr: err.join(''), cwd }
}
