import type { Benchmark, JsonObject } from '@capbench/core'
import { type Record, reframed, temporaryDirectory, transcriptOf } from '@capbench/house-programs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { smpPrimes } from '../src/smp-primes.ts'
import { limit, soundRun } from './support/sound-run.ts'

type Evaluation = ReturnType<Benchmark['evaluate']>

const directory = temporaryDirectory()
let sound: Awaited<ReturnType<typeof soundRun>>
beforeAll(async () => {
  sound = await soundRun(directory)
})

const judge = (records: readonly Record[]): Evaluation =>
  smpPrimes.evaluate(reframed('smp-primes', records), sound.setting)
const refused = (evaluation: Evaluation) => !(evaluation.complete && evaluation.verdict.accepted)

function reasonsOf(evaluation: Evaluation): readonly string[] {
  if (!evaluation.complete) return [evaluation.lost]
  return evaluation.verdict.accepted ? [] : evaluation.verdict.rejected
}

/** The sound records with one worker, or the setup (index undefined), changed. */
function changed(index: number | undefined, change: JsonObject): readonly Record[] {
  return sound.records.map((record) => {
    const wanted = index === undefined ? record.type === 'setup' : record.value.index === index
    return wanted ? { ...record, value: { ...record.value, ...change } } : record
  })
}

const workers = () => sound.records.filter(({ type }) => type === 'worker')
const preamble = () => sound.records.filter(({ type }) => type !== 'worker')

describe('a sound transcript', () => {
  it('is accepted, with every check named and every metric read', () => {
    const evaluation = smpPrimes.evaluate(transcriptOf(sound.bytes), sound.setting)
    expect(reasonsOf(evaluation)).toEqual([])
    if (!evaluation.complete || !evaluation.verdict.accepted) throw new Error('refused')
    expect(evaluation.verdict.checked).toContain('prime checksum')
    expect(evaluation.verdict.checked).toHaveLength(12)
    expect(Object.keys(evaluation.metrics)).toEqual(['elapsed', 'cycles', 'imbalance'])
    for (const { values } of Object.values(evaluation.metrics)) expect(values[0]).toBeGreaterThan(0)
    expect(evaluation.observation).toMatchObject({ setups: 1, planned: 4, limit, primes: 2_262 })
  })

  it('survives being framed again: the mutations below start from something accepted', () => {
    expect(reasonsOf(judge(sound.records))).toEqual([])
  })

  it('measures from the first start to the last finish, and the longest over the mean', () => {
    const times = [
      { startNs: 100, endNs: 500, startCycles: 7, endCycles: 1_000 },
      { startNs: 50, endNs: 450, startCycles: 5, endCycles: 900 },
      { startNs: 120, endNs: 520, startCycles: 9, endCycles: 800 },
      { startNs: 110, endNs: 910, startCycles: 8, endCycles: 2_005 },
    ]
    const timed = workers().map((record, index) => ({ ...record, value: { ...record.value, ...times[index] } }))
    const evaluation = judge([...preamble(), ...timed])
    if (!evaluation.complete) throw new Error(evaluation.lost)
    const { elapsed, cycles, imbalance } = evaluation.metrics
    expect([elapsed?.values, cycles?.values, imbalance?.values]).toEqual([[860], [2_000], [1.6]])
  })
})

describe('a transcript with a changed byte', () => {
  it('is refused, whichever digit or letter changed', () => {
    const { bytes, setting } = sound
    const positions = [...bytes.keys()].filter((at) => /[0-9a-z]/i.test(String.fromCharCode(bytes[at] ?? 0)))
    for (const at of positions) {
      const mutated = Buffer.from(bytes)
      mutated[at] = bytes[at] === 0x31 ? 0x32 : 0x31 // "1", or "2" where it was "1"
      expect(refused(smpPrimes.evaluate(transcriptOf(mutated), setting)), `byte ${at}`).toBe(true)
    }
  })

  it('is refused when it is cut anywhere', () => {
    const { bytes, setting } = sound
    const cut = fc.integer({ min: 0, max: bytes.length - 1 })
    fc.assert(fc.property(cut, (at) => refused(smpPrimes.evaluate(transcriptOf(bytes.subarray(0, at)), setting))))
  })

  it('is refused under another nonce', () => {
    const transcript = { ...transcriptOf(sound.bytes), nonce: 'f'.repeat(32) }
    expect(refused(smpPrimes.evaluate(transcript, sound.setting))).toBe(true)
  })
})

describe('a well-framed transcript with a wrong answer', () => {
  it('is refused for each single digit of each answer', () => {
    const answers = ['workers', 'cpus', 'limit', 'index', 'from', 'to', 'primes', 'checksum']
    let tried = 0
    sound.records.forEach(({ type, value }, at) => {
      for (const field of answers.filter((name) => name in value)) {
        const text = String(value[field])
        for (const index of text.split('').keys()) {
          const digits = text.slice(0, index) + (text[index] === '1' ? '2' : '1') + text.slice(index + 1)
          const wrong = { type, value: { ...value, [field]: field === 'checksum' ? digits : Number(digits) } }
          expect(refused(judge(sound.records.with(at, wrong))), `${type} ${at}: ${field} = ${digits}`).toBe(true)
          tried++
        }
      }
    })
    expect(tried).toBeGreaterThan(100)
  })

  it.each([
    ['one prime too many', () => changed(2, { primes: 9_999 }), /prime count: 2\.\.20000 has 2262 primes/],
    ['a foreign checksum', () => changed(1, { checksum: '0123456789abcdef' }), /prime checksum: .* the program gave/],
    ['a gap', () => changed(1, { from: 7_900 }), /ranges: gap: nobody took/],
    ['an overlap', () => changed(1, { from: 2 }), /ranges: overlap: worker 1 starts at 2/],
    ['a missing worker', () => sound.records.filter(({ value }) => value.index !== 3), /there came 0, 1, 2$/],
    ['a worker twice', () => [...sound.records, ...workers().slice(3)], /there came 0, 1, 2, 3, 3$/],
    ['workers in another order', () => [...preamble(), ...workers().reverse()], /there came 3, 2, 1, 0$/],
    ['another number of CPUs', () => changed(undefined, { cpus: 77 }), /CPUs seen: .* the program saw 77/],
    ['another number of planned workers', () => changed(undefined, { workers: 2 }), /planned workers: smp4 wants 4/],
    ['another limit', () => changed(undefined, { limit: 10 }), /limit: 20000 was asked for, the program took 10/],
    ['no setup', () => sound.records.filter(({ type }) => type !== 'setup'), /one setup: 0 setup records came/],
    ['two setups', () => [...preamble().slice(0, 1), ...sound.records], /one setup: 2 setup records came/],
    ['a clock that stood still', () => changed(0, { startNs: 5, endNs: 5 }), /ns run forward: worker 0/],
  ])('is refused with the reason: %s', (_, records, reason) => {
    const evaluation = judge(records())
    expect(evaluation.complete).toBe(true)
    expect(
      reasonsOf(evaluation).some((text) => reason.test(text)),
      reasonsOf(evaluation).join('\n'),
    ).toBe(true)
  })

  it('is refused when the ranges are right and not those of the stated partition', () => {
    const one = { ...sound.setting, case: { ...sound.setting.case, name: 'smp1', vcpus: 1 } }
    const evaluation = smpPrimes.evaluate(reframed('smp-primes', sound.records), one)
    expect(
      reasonsOf(evaluation).some((text) => /^partition: balanced-contiguous\/1 ends ranges at 20000;/.test(text)),
    ).toBe(true)
  })

  it.each([
    ['a count that is a string', () => changed(0, { primes: '612' })],
    ['a count with a fraction', () => changed(0, { primes: 612.5 })],
    ['a checksum in capitals', () => changed(0, { checksum: 'ABCDEF0123456789' })],
    ['a field that nobody declared', () => changed(0, { elapsed: 1 })],
    ['a record that nobody declared', () => [...sound.records, { type: 'bonus', value: {} }]],
  ])('voids the run: %s', (_, records) => {
    expect(judge(records()).complete).toBe(false)
  })
})

describe('a cycle counter that is not synchronized between CPUs', () => {
  it('costs the cycles and leaves the time', () => {
    const evaluation = judge(changed(3, { startCycles: -5_000 }))
    expect(refused(evaluation)).toBe(false)
    if (!evaluation.complete) throw new Error(evaluation.lost)
    expect(evaluation.metrics.cycles).toMatchObject({ values: [], verdict: { accepted: false } })
    expect(evaluation.metrics.elapsed?.values).toHaveLength(1)
  })
})
