import { defineAuthorityProfile, framed, Type, verdictOf, withAuthority } from '@capbench/core'
import { type BenchmarkReport, fakeTarget, testBenchmark } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../store.ts'
import { corpus, type Flaws, parser, tally, tallyTranscript, verify } from './tally.ts'

const transcripts = [tallyTranscript(1), tallyTranscript(2, { ns: 6 }), tallyTranscript(2)]
const failing = ({ checks }: BenchmarkReport) =>
  checks.filter(({ outcome }) => outcome === 'fail').map(({ name }) => name)
const report = (flaws: Flaws = {}) => testBenchmark(tally(temporaryDirectory(), flaws), { transcripts, corpus })

test('a definition that keeps every promise passes every check, each of which looked at something', async () => {
  const heard: string[] = []
  const { passed, checks, benchmark } = await testBenchmark(tally(temporaryDirectory()), {
    transcripts,
    corpus,
    onCheck: ({ name }) => heard.push(name),
  })
  const open = checks.filter(({ outcome, looked }) => outcome !== 'pass' || looked === 0)
  expect(open.map(({ name, details }) => [name, ...details])).toEqual([
    ['the profile is no wider than needed', 'needs a target that holds programs to profiles'],
  ])
  expect({ passed, benchmark }).toEqual({ passed: true, benchmark: 'tally' })
  expect(heard).toEqual(checks.map(({ name }) => name))
  expect(new Set(heard).size).toBe(heard.length)
})

const accepting: Flaws['verify'] = { ...verify, judge: () => verdictOf({ nothing: undefined }) }
const records = {
  setup: Type.Object({ seed: Type.Integer() }),
  part: Type.Object({ index: Type.Integer(), sum: Type.Integer(), digest: Type.String(), ns: Type.Integer() }),
}

describe('a definition that breaks one promise is caught by the check of that promise', () => {
  test.each<[string, Flaws, readonly string[]]>([
    [
      'a verifier that accepts everything',
      { verify: accepting },
      ['the verifier refuses a wrong answer', 'the verifier holds a run to its parameters'],
    ],
    [
      'a verifier that overlooks a digest',
      {
        verify: {
          ...verify,
          judge: (run, setting) => {
            const parts = run.parts.map((part, index) => ({
              ...part,
              digest: `d${(index + 1) * setting.parameters.seed}`,
            }))
            return verify.judge({ ...run, parts }, setting)
          },
        },
      },
      ['the verifier refuses a wrong answer'],
    ],
    [
      'a verifier that believes the parameters of the program',
      {
        verify: {
          ...verify,
          judge: (run, setting) => verify.judge(run, { ...setting, parameters: { seed: run.seed } }),
        },
      },
      ['the verifier holds a run to its parameters'],
    ],
    [
      'a parser that drops a record',
      {
        parser: framed({
          version: 1,
          records,
          observe: ({ setup, part }) => {
            const byIndex = new Map(part.map((each) => [each.index, each])) // a part that came twice is lost
            return { setups: setup.length, seed: setup[0]?.seed ?? 0, parts: [...byIndex.values()] }
          },
        }),
      },
      ['the parser drops no record'],
    ],
    [
      'a parser that drops a field',
      {
        parser: framed({
          version: 1,
          records: { ...records, part: Type.Object({ ...records.part.properties, digest: Type.String() }) },
          observe: ({ setup, part }) => ({
            setups: setup.length,
            seed: setup[0]?.seed ?? 0,
            parts: part.map((each) => ({ ...each, digest: `d${(each.index + 1) * 7}` })),
          }),
        }),
      },
      ['the parser drops no field'],
    ],
    [
      'a parser that reads torn transcripts',
      {
        parser: {
          ...parser,
          parse: (transcript) => {
            const parsed = parser.parse(transcript)
            return parsed.complete ? parsed : { complete: true, observation: { setups: 0, seed: 7, parts: [] } }
          },
        },
      },
      ['the parser takes whole transcripts alone'],
    ],
    [
      'a corpus hash that does not match',
      { corpus: 'a'.repeat(64) },
      ['the corpus has the digest that the definition states'],
    ],
    ['nondeterminism that was not declared', { nondeterminism: [] }, undeclared()],
    ['a misspelt system', { system: 'lniux' }, ['the systems are spelled as capbench knows them']],
    [
      'a program that is not there',
      {
        program: () => {
          throw new Error('it is not built')
        },
      },
      ['the programs are what their manifests say'],
    ],
    [
      'a metric that is no number',
      { metric: () => Number.NaN },
      ['every metric is a finite number, and no time is negative', 'every time moves with what was measured'],
    ],
    [
      'a time that runs backward',
      { metric: ({ parts: [part] }) => -(part?.ns ?? 0) },
      ['every metric is a finite number, and no time is negative'],
    ],
    ['a time that reads an answer', { metric: ({ seed }) => seed }, ['every time moves with what was measured']],
    [
      'two clocks that read the same',
      { cycles: ({ parts }) => Math.max(...parts.map(({ ns }) => ns)) },
      ['no reading is a time of two clocks'],
    ],
    [
      'a verifier that throws',
      {
        verify: {
          ...verify,
          judge: (run, setting) => {
            if (run.parts.length === 0) throw new Error('no part')
            return verify.judge(run, setting)
          },
        },
      },
      ['parser, verifier and metrics return, whatever came'],
    ],
    [
      'a definition that remembers',
      { metric: remembering() },
      ['the same bytes are read, judged and measured the same twice'],
    ],
  ])('%s', async (_, flaws, names) => {
    expect(failing(await report(flaws))).toEqual(names)
  })
})

function undeclared(): readonly string[] {
  return ['what differs between runs is declared', 'the verifier refuses a wrong answer']
}

function remembering(): NonNullable<Flaws['metric']> {
  let calls = 0
  return () => ++calls
}

test('the fault names the recording, the record, the field and both values', async () => {
  const { checks } = await report({ verify: accepting })
  const details = checks.find(({ name }) => name === 'the verifier refuses a wrong answer')?.details ?? []
  expect(details).toContain(
    'linux/smp1 1, record 2: part.sum is 8 and was 7: the verifier accepted it, and no nondeterminism is declared ' +
      'that covers it (undeclared nondeterminism: parts[0].sum is 8 in run 2 and 7 in run 1)',
  )
})

test('the fault of a time names its system, unit and clock, and by how many runs it was not moved', async () => {
  const { checks } = await report({ metric: ({ seed }) => seed })
  const details = checks.find(({ name }) => name === 'every time moves with what was measured')?.details ?? []
  expect(details).toEqual([
    expect.stringMatching(/^linux: elapsed \(ns of CLOCK_MONOTONIC\) stayed as it was in all [1-9]\d* runs that said /),
  ])
})

test('what is said to be no answer is left as it is', async () => {
  const blind: Flaws = {
    verify: { ...verify, judge: (run, setting) => verify.judge({ ...run, seed: setting.parameters.seed }, setting) },
  }
  const context = [{ path: 'setup.seed', why: 'the sums show it' }]
  expect(failing(await report(blind))).toEqual(['the verifier refuses a wrong answer'])
  const told = await testBenchmark(tally(temporaryDirectory(), blind), { transcripts, corpus, context })
  expect(failing(told)).toEqual([])
  const careless: Flaws = {
    verify: { ...verify, judge: (run, setting) => verify.judge({ ...run, setups: 1, seed: 7 }, setting) },
  }
  const whole = [{ path: 'setup', why: 'the sums show it' }]
  expect(failing(await report(careless))).toEqual(['the verifier refuses a wrong answer'])
  const all = await testBenchmark(tally(temporaryDirectory(), careless), { transcripts, corpus, context: whole })
  expect(failing(all)).toEqual([])
})

test('a run that is refused is a fault, and what needs an accepted one is skipped', async () => {
  const bad = [tallyTranscript(1, { seed: 8 })]
  const { checks, passed } = await testBenchmark(tally(temporaryDirectory()), { transcripts: bad })
  expect(passed).toBe(false)
  expect(checks.find(({ outcome }) => outcome === 'fail')).toMatchObject({
    name: 'every recorded run is accepted',
    details: ['linux/smp1 1: seed: 7 was asked for, 8 came; sums: part 0 is wrong'],
  })
  const skipped = checks.filter(({ outcome }) => outcome === 'skip').map(({ name }) => name)
  expect(skipped).toContain('the verifier refuses a wrong answer')
  expect(skipped).toContain('what differs between runs is declared')
  expect(skipped).toContain('the corpus has the digest that the definition states')
})

test.each<[string, object]>([
  ['an option that does not exist', { transcripts, corpora: '' }],
  ['no transcript', { transcripts: [] }],
  ['a case that does not exist', { transcripts: [{ ...transcripts[0], case: 'smp3' }] }],
  ['a parameter that does not exist', { transcripts: [{ ...transcripts[0], parameters: { sed: 1 } }] }],
])('is refused: %s', async (_, options) => {
  const wrong = options as unknown as Parameters<typeof testBenchmark>[1]
  await expect(testBenchmark(tally(temporaryDirectory()), wrong)).rejects.toMatchObject({ code: 'CAPBENCH_USAGE' })
})

describe('on a target', () => {
  const playing = (change: (runs: number) => { readonly ns?: number; readonly seed?: number }) =>
    fakeTarget({
      name: 'fake',
      play: ({ vcpus, nonce }, runs) => tallyTranscript(vcpus, { ...change(runs), nonce }).channels,
    })
  const on = (target: ReturnType<typeof playing>, flaws: Flaws = {}) =>
    testBenchmark(tally(temporaryDirectory(), flaws), { target, corpus })

  test('the benchmark is run twice a case, and what was recorded is checked and handed back', async () => {
    const { checks, transcripts: recorded } = await on(playing((runs) => ({ ns: runs + 1 })))
    expect(recorded.map((each) => each.case).sort()).toEqual(['smp1', 'smp1', 'smp2', 'smp2'])
    expect(checks.filter(({ outcome }) => outcome !== 'pass').map(({ details }) => details)).toEqual([
      ['fake does not hold programs to their profiles'],
    ])
  })

  test('a wrong answer, and a difference that was not declared, are told as a campaign tells them', async () => {
    const wrong = await on(playing(() => ({ seed: 8 })))
    expect(failing(wrong)).toEqual(['the target runs it', 'every recorded run is accepted'])
    const differing = await on(
      playing((runs) => ({ ns: runs + 1 })),
      { nondeterminism: [] },
    )
    expect(failing(differing)).toEqual(['the target runs it', ...undeclared()])
  })

  test('noise is no fault of the definition, and a part that failed is one', async () => {
    const sound = playing(() => ({}))
    const outcome = { measured: false, detail: 'so it was' } as const
    const noisy = await on(sound, { outcome: () => ({ ...outcome, reason: 'noise' }) })
    expect(failing(noisy)).toEqual([])
    const broken = await on(sound, { outcome: () => ({ ...outcome, reason: 'workload_error' }) })
    expect(failing(broken)).toEqual(['the target runs it'])
  })

  test('a profile that is wider than needed is told where the target holds programs to theirs', async () => {
    const enforcing = fakeTarget({
      name: 'fake',
      facts: { authority: 'enforced' },
      play: ({ vcpus, nonce }, runs) => tallyTranscript(vcpus, { nonce, ns: runs + 1 }).channels,
    })
    const sound = tally(temporaryDirectory())
    const { name, terms } = sound.authority
    const wide = withAuthority(sound, defineAuthorityProfile({ name, terms: [...terms, 'timer'] }))
    expect(failing(await testBenchmark(sound, { target: enforcing, corpus }))).toEqual([])
    const { checks } = await testBenchmark(wide, { target: enforcing, corpus })
    expect(checks.filter(({ outcome }) => outcome === 'fail')).toEqual([
      expect.objectContaining({
        name: 'the profile is no wider than needed',
        details: ['the profile tally grants timer, and the run passed without it'],
      }),
    ])
  })

  test('one that runs nothing of it has not shown anything', async () => {
    const target = fakeTarget({ name: 'fake', system: 'capos', play: () => ({}) })
    const report = await testBenchmark(tally(temporaryDirectory()), { target })
    expect(report.passed).toBe(false)
    expect(failing(report)).toEqual(['the target runs it'])
  })
})
