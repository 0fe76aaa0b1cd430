import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importTranscripts, type Transcript, verifyEvidence } from '@capbench/core'
import { temporaryDirectory } from '@capbench/house-programs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { caposMeasure } from '../../src/capos/measure/measure.ts'
import { measureLine, measureLog } from '../../src/capos/measure/parse.ts'
import { environment } from './environment.ts'
import { setting, transcriptOf } from './evaluated.ts'

/** A recorded-format fixture: its first line says so. */
const log = join(import.meta.dirname, 'logs/run-measure.log')
const bytes = readFileSync(log)
const parse = (text: string | Uint8Array) => measureLog(0).parse(transcriptOf(Buffer.from(text)) satisfies Transcript)

describe('a log of the measurement kernel', () => {
  it('keeps each line with the prefix whole, and takes it apart without knowing what it means', () => {
    const parsed = parse(bytes)
    if (!parsed.complete) throw new Error(parsed.lost)
    const { lines, otherLines } = parsed.observation
    expect([lines.length, otherLines]).toEqual([5, 3])
    expect(lines[3]).toEqual({
      number: 6,
      text: '[   0.731] measure: park-shape compact wait=failed cycles=1290 mode=private=yes',
      before: '[   0.731] ',
      pairs: [
        { key: 'wait', value: 'failed' },
        { key: 'cycles', value: '1290' },
        { key: 'mode', value: 'private=yes' },
      ],
      words: ['park-shape', 'compact'],
    })
    expect(lines[4]).toMatchObject({ pairs: [], words: ['done'] })
  })

  it('drops nothing, whatever a line holds', () => {
    const noLineEnd = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text))
    fc.assert(
      fc.property(noLineEnd, noLineEnd, (before, rest) => {
        const line = measureLine(`${before}measure:${rest}`, 1)
        expect(line?.text).toBe(`${before}measure:${rest}`)
        const parts = [...(line?.words ?? []), ...(line?.pairs ?? []).map(({ key, value }) => `${key}=${value}`)]
        const tail = line?.text.slice((line?.before.length ?? 0) + 'measure:'.length) ?? ''
        expect(parts.sort()).toEqual(
          tail
            .split(/\s+/)
            .filter((part) => part !== '')
            .sort(),
        )
      }),
    )
  })

  it.each([
    ['without any line of it', 'boot\nhalt\n', /no line holds measure:/],
    ['whose last line is torn', 'measure: a=1\nmeasure: b=', /the last line, 2, is torn/],
    ['that is empty', '', /no line holds measure:/],
  ])('is refused %s', (_, text, lost) => {
    expect(parse(text)).toMatchObject({ complete: false, lost: expect.stringMatching(lost) })
  })

  it('becomes evidence with every byte of it, and its keys no results', async () => {
    const measure = caposMeasure({ exit: 33 })
    const campaign = await importTranscripts({
      benchmark: measure,
      environment,
      transcripts: [{ case: 'smp1', channels: { console: log }, exitCode: 33 }],
      store: temporaryDirectory(),
    })
    expect(campaign.results.map(({ metric, status }) => [metric, status])).toEqual([['lines', 'passed']])
    const raw = join(campaign.directory, 'raw/capos-measure/capos/smp1/001/console.log')
    expect(readFileSync(raw).equals(bytes)).toBe(true)
    expect(JSON.stringify(campaign.results)).not.toMatch(/cycles_per_op|sqe_validate|park-shape/)
    expect(await verifyEvidence(campaign.directory, { benchmarks: [measure] })).toMatchObject({ verified: true })
  })

  it('is refused when it ended in another way', async () => {
    const campaign = await importTranscripts({
      benchmark: caposMeasure({ exit: 33 }),
      environment,
      transcripts: [{ case: 'smp1', channels: { console: log }, exitCode: 1 }],
      store: temporaryDirectory(),
    })
    expect(campaign.results[0]).toMatchObject({ status: 'invalid', reason: 'abnormal_exit' })
  })
})

describe('a figure that somebody vouches for', () => {
  const lookup = { line: { words: ['segment'], pairs: { name: 'cap_lookup' } }, key: 'cycles', unit: 'cycles' } as const
  const evaluate = (text: string | Uint8Array) => {
    const evaluation = caposMeasure({ exit: 0, figures: { lookup } }).evaluate(transcriptOf(Buffer.from(text)), setting)
    if (!evaluation.complete) throw new Error(evaluation.lost)
    return evaluation.metrics.lookup
  }

  test('is read from the one line that it names', () => {
    expect(evaluate(bytes)).toMatchObject({ values: [71_500.25] })
  })

  test.each([
    ['is not there', 'measure: segment name=other cycles=1\n', /got 0 of them/],
    [
      'is there twice',
      'measure: segment name=cap_lookup cycles=1\nmeasure: segment name=cap_lookup cycles=1\n',
      /got 2/,
    ],
    ['is no number', 'measure: segment name=cap_lookup cycles=many\n', /got many/],
    ['is a number in another spelling', 'measure: segment name=cap_lookup cycles=0x10\n', /got 0x10/],
    ['is below zero', 'measure: segment name=cap_lookup cycles=-1\n', /got -1/],
  ])('gives nothing where it %s', (_, text, reason) => {
    const metric = evaluate(text)
    expect(metric).toMatchObject({ values: [], verdict: { accepted: false } })
    expect(metric?.verdict).toHaveProperty('rejected', [expect.stringMatching(reason)])
  })

  test('may not take the name of what counts the lines', () => {
    expect(() => caposMeasure({ exit: 0, figures: { lines: lookup } })).toThrow(/lines/)
    expect(() => caposMeasure({ exit: 300 })).toThrow(/0 to 255/)
  })
})
