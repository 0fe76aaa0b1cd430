import { describe, expect, test } from 'vitest'
import { Type } from '../../src/define/type.ts'
import { framed } from '../../src/parse/framed.ts'
import { parseStream } from '../../src/parse/stream.ts'
import type { Parsed } from '../../src/parse/transcript.ts'
import { encodeStream } from '../../src/protocol/record.ts'
import { longStream, shortStreams } from '../protocol/guest-vectors.ts'

const nothing = new Uint8Array()
const types = shortStreams.flatMap(({ lines }) => lines.map((line) => line.split(' ')[3] ?? ''))
const parser = framed({
  version: 1,
  records: Object.fromEntries(types.map((type) => [type, Type.Object({})])),
  observe: (records) => Object.values(records).flat().length,
})

function parse(records: Uint8Array, nonce: string): Parsed<number> {
  return parser.parse({
    nonce,
    channel: (name) => (name === 'records' ? records : nothing),
    artifact: () => nothing,
  })
}

/** Refused, with words; counted and not asserted one by one, because there are tens of thousands. */
const isRefused = (records: Uint8Array, nonce: string) => {
  const parsed = parse(records, nonce)
  return !parsed.complete && parsed.lost !== ''
}

/** At how many of the places in a stream a kind of damage is refused. */
function refusals(bytes: Buffer, nonce: string, damage: (at: number) => Uint8Array): number {
  let count = 0
  for (let at = 0; at < bytes.length; at++) if (isRefused(damage(at), nonce)) count++
  return count
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts)

describe('every stream of the vectors is read, and no damaged one:', () => {
  test.each(shortStreams)('$name', ({ bytes, nonce, lines }) => {
    const marks = lines.filter((line) => line.split(' ')[3] === 'mark').length
    expect(parse(bytes, nonce)).toEqual({ complete: true, observation: lines.length - 2 - marks })
    const stream = parseStream(bytes, { nonce })
    expect(stream.records.map(({ offset, length }) => bytes.toString('utf8', offset, offset + length))).toEqual(lines)
  })

  test.each(shortStreams)('$name, torn at any byte: the head alone, the tail alone', ({ bytes, nonce }) => {
    expect(refusals(bytes, nonce, (at) => bytes.subarray(0, at))).toBe(bytes.length)
    expect(refusals(bytes, nonce, (at) => bytes.subarray(at + 1))).toBe(bytes.length)
  })

  test.each(shortStreams)('$name, a byte lost or a line of the kernel in between, anywhere', ({ bytes, nonce }) => {
    const lost = (at: number) => joined(bytes.subarray(0, at), bytes.subarray(at + 1))
    expect(refusals(bytes, nonce, lost)).toBe(bytes.length)
    const noise = Buffer.from('\n[    1.000000] oops\n')
    expect(refusals(bytes, nonce, (at) => joined(bytes.subarray(0, at), noise, bytes.subarray(at)))).toBe(bytes.length)
  })

  test.each(shortStreams)('$name, begun again at any byte, as after a reset', ({ bytes, nonce }) => {
    expect(refusals(bytes, nonce, (at) => joined(bytes.subarray(0, at + 1), bytes))).toBe(bytes.length)
  })

  test.each(shortStreams)('$name, under another nonce', ({ bytes }) => {
    expect(isRefused(bytes, 'f'.repeat(32))).toBe(true)
  })
})

describe('a mark that is none voids the run:', () => {
  test.each([
    ['another edge', { region: 'timed', edge: 'middle' }],
    ['no edge', { region: 'timed' }],
    ['no region', { edge: 'begin' }],
    ['a region that is no name', { region: 'Timed Region', edge: 'begin' }],
  ])('%s', (_, value) => {
    const nonce = '0'.repeat(32)
    const bytes = encodeStream(nonce, {}, [{ type: 'mark', value }])
    expect(parse(bytes, nonce)).toEqual({
      complete: false,
      lost: expect.stringContaining('record 1 (mark) does not fit its schema'),
    })
  })
})

test('the stream of most records is read, and not when it lacks its last byte or its last line', () => {
  const { nonce, records, digest } = longStream
  const bytes = encodeStream(nonce, { program: 'demo', version: '1.0.0' }, records)
  expect(parse(bytes, nonce)).toEqual({ complete: true, observation: 65_534 })
  expect(isRefused(bytes.subarray(0, -1), nonce)).toBe(true)
  expect(isRefused(bytes.subarray(0, -digest.last.length), nonce)).toBe(true)
})

describe('records on the only console of a machine', () => {
  const onConsole = framed({
    version: 1,
    records: { answer: Type.Object({}) },
    from: 'console',
    observe: () => 'whole',
  })
  const demo = shortStreams[0] ?? { bytes: nothing, nonce: '', lines: [] }
  const noise = Buffer.from('SeaBIOS\r\n\u001b[2J[    0.000000] Linux version 6.1\n')
  const read = (console: Uint8Array) =>
    onConsole.parse({
      nonce: demo.nonce,
      channel: (name) => (name === 'console' ? console : nothing),
      artifact: () => nothing,
    })

  test('are read between lines of other text', () => {
    const text = joined(noise, ...demo.lines.flatMap((line) => [Buffer.from(line), noise]))
    expect(read(text)).toEqual({ complete: true, observation: 'whole' })
    expect(isRefused(text, demo.nonce)).toBe(true)
  })

  test('are refused where other text stands inside one, at any byte but between two', () => {
    const { bytes } = demo
    const between = [0, ...demo.lines.map((_, index) => demo.lines.slice(0, index + 1).join('').length)]
    const taken: number[] = []
    for (let at = 0; at <= bytes.length; at++)
      if (read(joined(bytes.subarray(0, at), noise, bytes.subarray(at))).complete) taken.push(at)
    expect(taken).toEqual(between)
  })

  test('are not looked for on another channel', () => {
    const channel = (name: string) => (name === 'records' ? demo.bytes : nothing)
    const parsed = onConsole.parse({ nonce: demo.nonce, channel, artifact: () => nothing })
    expect(parsed).toEqual({ complete: false, lost: 'no begin record' })
  })

  test('an option that does not exist is refused', () => {
    const misspelt = { version: 1, records: {}, form: 'console', observe: () => 0 }
    expect(() => framed(misspelt)).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
  })
})

describe('a system that cannot be told a nonce', () => {
  const without = shortStreams.find(({ nonce }) => nonce === '-')?.bytes ?? nothing
  const parsers = (['given', 'none'] as const).map((nonce) =>
    framed({ version: 1, records: { answer: Type.Object({}) }, nonce, observe: () => 'whole' }),
  )
  const outcomes = (bytes: Uint8Array) =>
    parsers.map((one) => {
      const channel = () => bytes
      return one.parse({ nonce: '0'.repeat(32), channel, artifact: () => nothing }).complete
    })

  test('is read only where its parser says that it is one', () => {
    expect(outcomes(without)).toEqual([false, true])
    const given = encodeStream('0'.repeat(32), {}, [{ type: 'answer', value: {} }])
    expect(outcomes(given)).toEqual([true, false])
  })

  test('is told from others by the name of the format', () => {
    expect(parsers.map(({ format }) => format)).toEqual(['framed/1', 'framed/1-without-nonce'])
  })
})
