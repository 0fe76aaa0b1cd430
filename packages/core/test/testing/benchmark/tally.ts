import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  defineAuthorityProfile,
  defineBenchmark,
  framed,
  type Nondeterminism,
  type Parser,
  type PartOutcome,
  type ProgramFile,
  sha256Hex,
  smp,
  Type,
  type Verifier,
  verdictOf,
} from '@capbench/core'
import { encodeStream, type RecordedTranscript } from '@capbench/core/testing'

/** A tally of words that workers made: what a small plugin looks like. */
export interface Tally {
  readonly setups: number
  readonly seed: number
  readonly parts: readonly {
    readonly index: number
    readonly sum: number
    readonly digest: string
    readonly ns: number
  }[]
}

/** What each of a run's workers must say. */
const sumOf = (index: number, seed: number): number => (index + 1) * seed
const digestOf = (index: number, seed: number): string => `d${sumOf(index, seed)}`

const setup = Type.Object({ seed: Type.Integer() })
const part = Type.Object({ index: Type.Integer(), sum: Type.Integer(), digest: Type.String(), ns: Type.Integer() })

export const parser: Parser<Tally> = framed({
  version: 1,
  records: { setup, part },
  observe: (records): Tally => ({
    setups: records.setup.length,
    seed: records.setup[0]?.seed ?? 0,
    parts: records.part,
  }),
})

export const verify: Verifier<Tally, { readonly seed: number }> = {
  name: 'tally',
  version: 1,
  judge: ({ setups, seed, parts }, setting) => {
    const wanted = setting.parameters.seed
    const odd = parts.findIndex(
      ({ index, sum, digest }, at) => index !== at || sum !== sumOf(at, wanted) || digest !== digestOf(at, wanted),
    )
    return verdictOf({
      setups: setups === 1 ? undefined : `${setups} came`,
      seed: seed === wanted ? undefined : `${wanted} was asked for, ${seed} came`,
      parts: parts.length === setting.case.vcpus ? undefined : `${parts.length} parts came`,
      sums: odd === -1 ? undefined : `part ${odd} is wrong`,
    })
  },
}

export const corpus = 'words 1..n'
const time: readonly Nondeterminism[] = [{ path: 'parts[].ns', rule: 'any', why: 'it is what is measured' }]

export interface Flaws {
  readonly parser?: Parser<Tally>
  readonly verify?: Verifier<Tally, { readonly seed: number }>
  readonly nondeterminism?: readonly Nondeterminism[]
  readonly corpus?: string
  readonly program?: () => ProgramFile
  readonly system?: string
  readonly metric?: (tally: Tally) => number
  /** A second metric, which is timed by another clock. */
  readonly cycles?: (tally: Tally) => number
  readonly outcome?: (tally: Tally) => PartOutcome
}

/** The benchmark, sound but for what is given. */
export const tally = (directory: string, flaws: Flaws = {}) =>
  defineBenchmark({
    name: 'tally',
    version: '1.0.0',
    module: import.meta.url,
    tier: 3,
    lineage: { inspiredBy: [], unsatisfied: [], official: false },
    parameters: Type.Object({ seed: Type.Integer({ default: 7, minimum: 1 }) }),
    cases: [smp(1), smp(2)],
    corpus: { name: 'words', sha256: flaws.corpus ?? sha256Hex(new TextEncoder().encode(corpus)) },
    backing: 'none',
    authority: defineAuthorityProfile({ name: 'tally', terms: ['cpu', 'clock.monotonic'] }),
    requires: [],
    unsupportedPolicy: 'nobody has ported it',
    workloads: {
      linux: {
        form: 'program',
        program: flaws.program ?? (() => programIn(directory)),
        args: ({ parameters }) => [`${parameters.seed}`],
      },
      ...(flaws.system !== undefined && { [flaws.system]: { form: 'console' } }),
    },
    comparison: { partition: 'none/1', timedRegion: 'none' },
    nondeterminism: flaws.nondeterminism ?? time,
    proofs: [],
    parser: flaws.parser ?? parser,
    verify: flaws.verify ?? verify,
    metrics: {
      elapsed: {
        unit: 'ns',
        clock: 'CLOCK_MONOTONIC',
        better: 'lower',
        ...(flaws.outcome && { outcome: flaws.outcome }),
        from: flaws.metric ?? (({ parts }) => Math.max(...parts.map(({ ns }) => ns))),
      },
      ...(flaws.cycles && {
        cycles: { unit: 'cycles', clock: 'user-cycle-counter', better: 'lower', from: flaws.cycles },
      }),
    },
    method: { warmup: { runs: 0, why: 'a test' }, runs: 2, timeoutMs: 1000 },
  })

function programIn(directory: string): ProgramFile {
  const path = join(directory, 'tally')
  const bytes = Buffer.from('no program, but bytes with a digest')
  writeFileSync(path, bytes)
  const nobody = { name: 'none', version: '0' }
  const manifest = { name: 'tally', sha256: sha256Hex(bytes), bytes: bytes.length, compiler: nobody, libc: nobody }
  return { name: 'tally', path, manifest: { ...manifest, flags: [], sources: [], notes: [] } }
}

interface Run {
  readonly ns?: number
  readonly seed?: number
  readonly nonce?: string
}

/** A synthetic transcript of a run on so many CPUs. */
export function tallyTranscript(vcpus: number, { ns = 5, seed = 7, nonce = '0'.repeat(32) }: Run = {}) {
  const parts = Array.from({ length: vcpus }, (_, index) => ({
    type: 'part',
    value: { index, sum: sumOf(index, seed), digest: digestOf(index, seed), ns },
  }))
  const begin = { program: 'tally', version: '1' }
  const records = encodeStream(nonce, begin, [{ type: 'setup', value: { seed } }, ...parts])
  return { case: `smp${vcpus}`, nonce, channels: { records } } satisfies RecordedTranscript
}
