import type { Benchmark, JsonObject } from '@capbench/core'
import { type Record, reframed, temporaryDirectory, transcriptOf } from '@capbench/house-programs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Mode } from '../../src/records/formats.ts'
import { soundRun } from '../support/sound-run.ts'
import { benchmarks } from '../support/work.ts'

type Sound = Awaited<ReturnType<typeof soundRun>>
type Evaluation = ReturnType<Benchmark['evaluate']>
const directory = temporaryDirectory()
const runs = new Map<Mode, Sound>()
beforeAll(async () => {
  for (const mode of ['processes', 'threads'] as const) runs.set(mode, await soundRun(directory, mode))
})

function sound(mode: Mode): Sound {
  const run = runs.get(mode)
  if (run === undefined) throw new Error(`there is no run of ${mode}`)
  return run
}
const judge = (mode: Mode, records: readonly Record[]): Evaluation =>
  benchmarks[mode].evaluate(reframed('hash-chunks', records), sound(mode).setting)

function reasonsOf(evaluation: Evaluation): readonly string[] {
  if (!evaluation.complete) return [evaluation.lost]
  return evaluation.verdict.accepted ? [] : evaluation.verdict.rejected
}

type Choice = (record: Record) => boolean
const setup: Choice = ({ type }) => type === 'setup'
const whole: Choice = ({ type }) => type === 'whole'
const worker =
  (index: number): Choice =>
  ({ type, value }) =>
    type === 'worker' && value.index === index
/** The piece of digests of a worker that begins at a chunk. */
const digests =
  (index: number, from = index * 160): Choice =>
  ({ type, value }) =>
    type === 'digests' && value.worker === index && value.from === from

/** The sound records with those that are chosen changed, or dropped where the change gives none. */
function altered(chosen: Choice, change: (value: JsonObject) => JsonObject | undefined, mode: Mode = 'processes') {
  const { records } = sound(mode)
  expect(records.filter(chosen).length).toBeGreaterThan(0)
  return records.flatMap((record) => {
    if (!chosen(record)) return [record]
    const value = change(record.value)
    return value === undefined ? [] : [{ ...record, value }]
  })
}
const merged = (change: JsonObject) => (value: JsonObject) => ({ ...value, ...change })
/** Other hexadecimal digits in a text. */
const at = (text: unknown, from: number, digitsThere: string): string =>
  `${String(text).slice(0, from)}${digitsThere}${String(text).slice(from + digitsThere.length)}`
const flipped = (text: unknown): string => at(text, 0, String(text).startsWith('0') ? '1' : '0')

/** The prefix of chunk `chunk` in the sound records. */
function prefixOf(chunk: number): string {
  const all = sound('processes').records.flatMap(({ type, value }) => (type === 'digests' ? [value.prefixes] : []))
  return all.join('').slice(chunk * 8, chunk * 8 + 8)
}
const zero = '0'.repeat(64)

describe('a sound run', () => {
  it.each(['processes', 'threads'] as const)('of %s is accepted, with every metric', (mode) => {
    const evaluation = benchmarks[mode].evaluate(transcriptOf(sound(mode).bytes), sound(mode).setting)
    expect(evaluation).toMatchObject({ complete: true, verdict: { accepted: true } })
    if (!evaluation.complete) return
    expect(Object.keys(evaluation.metrics)).toEqual(benchmarks[mode].metrics.map(({ name }) => name))
    for (const [name, { verdict, values }] of Object.entries(evaluation.metrics)) {
      expect([name, verdict.accepted]).toEqual([name, true])
      expect(values.every((value) => value > 0)).toBe(true)
      expect(values).toHaveLength(name === 'chunk' ? 640 : 1)
    }
  })

  it.each([
    ['processes', 'threads'],
    ['threads', 'processes'],
  ] as const)('of %s is no run of %s', (mode, other) => {
    const evaluation = benchmarks[other].evaluate(transcriptOf(sound(mode).bytes), sound(mode).setting)
    expect(reasonsOf(evaluation).join('\n')).toMatch(/format: capbench-\w+scale-v1 was asked for/)
  })
})

describe('a worker that hashed something else is named', () => {
  it.each<[string, () => readonly Record[], RegExp]>([
    [
      'a wrong chunk',
      () => altered(digests(2), ({ prefixes, ...rest }) => ({ ...rest, prefixes: at(prefixes, 80, 'ffffffff') })),
      /^worker 2: chunk 330 is wrong: its digest begins with ffffffff, not [0-9a-f]{8}$/,
    ],
    [
      'two wrong chunks',
      () =>
        altered(digests(0), ({ prefixes, ...rest }) => ({ ...rest, prefixes: at(prefixes, 0, 'ffffffffeeeeeeee') })),
      /^worker 0: chunk 0 is wrong: .*; so are 1 more not as they should be$/,
    ],
    [
      'a missing chunk',
      () => altered(digests(3), ({ prefixes, ...rest }) => ({ ...rest, prefixes: at(prefixes, 8, '00000000') })),
      /^worker 3: chunk 481 is missing$/,
    ],
    [
      'a chunk of another worker',
      () => altered(digests(1), ({ prefixes, ...rest }) => ({ ...rest, prefixes: at(prefixes, 0, prefixOf(500)) })),
      /^worker 1: chunk 160 is foreign: its digest is that of chunk 500, of worker 3$/,
    ],
    [
      'a piece of digests that did not come',
      () => altered(digests(1), () => undefined),
      /^worker 1: digests came of 0 chunks, its share has 160$/,
    ],
    [
      'digests from another place on',
      () => altered(digests(1), merged({ from: 161 })),
      /^worker 1: digests came from chunk 161 on, wanted was chunk 160$/,
    ],
    [
      'a digest too many',
      () => altered(digests(1), ({ prefixes, ...rest }) => ({ ...rest, prefixes: `${prefixes}00000000` })),
      /^worker 1: digests came of 161 chunks, its share has 160$/,
    ],
    [
      'a digest that is wrong behind what is reported',
      () => altered(worker(2), ({ root, ...rest }) => ({ ...rest, root: flipped(root) })),
      /^worker 2: the root over its chunks is [0-9a-f]{64}, not [0-9a-f]{64}$/,
    ],
    [
      'other chunks than its own',
      () => altered(worker(1), merged({ from: 0, to: 159 })),
      /^worker 1: it took the chunks 0 to 159, its share is 160 to 319$/,
    ],
    [
      'a chunk less',
      () => altered(worker(1), merged({ to: 318 })),
      /^worker 1: it took the chunks 160 to 318, its share/,
    ],
    [
      'a pass less',
      () => altered(worker(0), merged({ hashed: 160 })),
      /^worker 0: it hashed 160 chunks over all passes, its share is 320$/,
    ],
    [
      'nothing at all',
      () => altered(worker(3), () => undefined),
      /^workers that reported: smp4 wants 0, 1, 2, 3; there came 0, 1, 2$/,
    ],
    [
      'work of a worker that nobody asked for',
      () => altered(digests(3), merged({ worker: 9 })),
      /^no other worker: records came of worker 9$/,
    ],
  ])('%s', (_, make, reason) => {
    expect(reasonsOf(judge('processes', make()))).toEqual(expect.arrayContaining([expect.stringMatching(reason)]))
  })

  it('whatever digit of whatever digest changed', () => {
    const { records } = sound('processes')
    const pieces = records.filter(({ type }) => type === 'digests')
    const pick = fc.integer({ min: 0, max: pieces.length - 1 })
    fc.assert(
      fc.property(pick, fc.integer({ min: 0, max: 1279 }), fc.integer({ min: 1, max: 15 }), (which, digit, by) => {
        const piece = pieces[which]
        const text = String(piece?.value.prefixes)
        const other = (Number.parseInt(text.charAt(digit), 16) ^ by).toString(16)
        const changed = records.map((record) =>
          record === piece ? { ...record, value: { ...record.value, prefixes: at(text, digit, other) } } : record,
        )
        const chunk = Number(piece?.value.from) + Math.floor(digit / 8)
        expect(reasonsOf(judge('processes', changed))).toEqual([
          expect.stringMatching(new RegExp(`^worker ${piece?.value.worker}: chunk ${chunk} is `)),
        ])
      }),
      { numRuns: 60 },
    )
  })
})

describe('a run as a whole', () => {
  it.each<[string, Choice, (value: JsonObject) => JsonObject | undefined, RegExp]>([
    ['another root', whole, merged({ root: zero }), /^root: the root over all chunks is 0{64}, not/],
    ['no root', whole, () => undefined, /^one root: 0 records of the whole came$/],
    ['no setup', setup, () => undefined, /^one setup: 0 setup records came$/],
    ['another hash', setup, merged({ hash: 'blake3' }), /^hash: sha256 was asked for, the program had blake3$/],
    ['a smaller corpus', setup, merged({ corpusBytes: 1024 }), /^bytes of the corpus: 655360 was asked for/],
    ['smaller chunks', setup, merged({ chunkBytes: 64 }), /^bytes of a chunk: 1024 was asked for/],
    ['fewer passes', setup, merged({ passes: 1 }), /^passes: 2 was asked for, the program had 1$/],
    ['another seed', setup, merged({ seed: 8 }), /^seed: 7 was asked for/],
    ['another corpus', setup, merged({ corpusSha256: zero }), /^SHA-256 of the corpus: [0-9a-f]{64} was asked for/],
    ['threads for processes', setup, merged({ kind: 'thread' }), /^kind of worker: process was asked for/],
    ['CPUs for processes', setup, merged({ kind: 'cpu' }), /^kind of worker: process was asked for/],
    ['fewer workers planned', setup, merged({ workers: 2 }), /^planned workers: smp4 wants 4, the program planned 2$/],
    ['other CPUs', setup, merged({ cpus: 99 }), /^CPUs seen: the target presented/],
    ['a clock that ran back', worker(0), merged({ endNs: 0 }), /^ns run forward: worker 0 started at/],
    [
      'a clock that stood before its start',
      worker(3),
      merged({ startNs: -1 }),
      /^ns run forward: worker 3 started at -1/,
    ],
    ['a whole that ended before a worker', whole, merged({ ns: 1 }), /^ns of the whole: the last worker ended at/],
  ])('is refused for %s', (_, chosen, change, reason) => {
    expect(reasonsOf(judge('processes', altered(chosen, change)))).toEqual(
      expect.arrayContaining([expect.stringMatching(reason)]),
    )
  })

  it.each([setup, whole, worker(2)])('is refused for a record that came twice', (chosen) => {
    const { records } = sound('threads')
    const twice = records.flatMap((record) => (chosen(record) ? [record, record] : [record]))
    expect(reasonsOf(judge('threads', twice))).not.toEqual([])
  })

  it.each<[string, Choice, JsonObject]>([
    ['a digest with capitals', worker(0), { root: 'A'.repeat(64) }],
    ['a property that nobody knows', setup, { extra: 1 }],
    ['a format that is no name', setup, { format: '../x' }],
    ['a fraction of a chunk', worker(0), { to: 1.5 }],
  ])('does not fit its schema with %s', (_, chosen, change) => {
    expect(judge('processes', altered(chosen, merged(change)))).toMatchObject({ complete: false })
  })
})

describe('a metric of its own clock', () => {
  const cycles: Choice = ({ type, value }) => type === 'cycles' && value.worker === 1
  const metricsOf = (evaluation: Evaluation) => {
    if (!evaluation.complete || !evaluation.verdict.accepted) throw new Error(reasonsOf(evaluation).join('; '))
    const refused = Object.entries(evaluation.metrics).filter(([, { verdict }]) => !verdict.accepted)
    return refused.map(([name]) => name)
  }
  const backwards = ({ cycles: all, ...rest }: JsonObject) => ({ ...rest, cycles: [-5, ...(all as number[]).slice(1)] })
  const longer = ({ cycles: all, ...rest }: JsonObject) => ({ ...rest, cycles: (all as number[]).map(() => 2 ** 40) })

  it.each<[string, () => readonly Record[], readonly string[]]>([
    ['cycles that came of no chunk', () => altered(cycles, () => undefined), ['chunk']],
    ['a counter that ran back over a chunk', () => altered(cycles, backwards), ['chunk']],
    [
      'a counter that ran back over a worker',
      () => altered(worker(2), merged({ endCycles: 0 })),
      ['cycles-per-byte', 'chunk'],
    ],
    [
      'cycles that came twice of some chunks, and not of others',
      () => altered(cycles, merged({ from: 160 })),
      ['chunk'],
    ],
    ['chunks that took longer than their worker', () => altered(cycles, longer), ['chunk']],
  ])('is refused alone for %s', (_, make, names) => {
    expect(metricsOf(judge('processes', make()))).toEqual(names)
  })
})
