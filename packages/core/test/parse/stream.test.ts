import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseStream } from '../../src/parse/stream.ts'
import { encodeRecord, encodeStream, type ProtocolRecord } from '../../src/protocol/record.ts'

const nonce = '0123456789abcdef0123456789abcdef'
const other = 'f'.repeat(32)
const begin = { program: 'p', version: '1.0.0' }
const utf8 = (text: string) => new TextEncoder().encode(text)
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

/** A stream with honest frame around lines that a correct encoder would not write. */
function framed(...lines: string[]): Uint8Array {
  const body = encodeRecord(nonce, 0, 'begin', begin) + lines.map((line) => `${line}\n`).join('')
  const checksum = crc32(body).toString(16).padStart(8, '0')
  return utf8(`${body}@CB1 ${nonce} ${lines.length + 1} end {"count":${lines.length + 1},"crc32":"${checksum}"}\n`)
}

const record: fc.Arbitrary<ProtocolRecord> = fc.record({
  type: fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/).filter((type) => type !== 'begin' && type !== 'end'),
  value: fc.dictionary(
    fc.stringMatching(/^[a-z]{1,4}$/),
    fc.oneof(fc.maxSafeInteger(), fc.string({ unit: 'grapheme' })),
    {
      maxKeys: 4,
      noNullPrototype: true,
    },
  ),
})
const stream = fc.array(record, { maxLength: 6 }).map((records) => encodeStream(nonce, begin, records))

describe('parseStream', () => {
  it('reads back every stream, with the place of each record', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), (records) => {
        const bytes = encodeStream(nonce, begin, records)
        const parsed = parseStream(bytes, { nonce })
        expect(parsed).toMatchObject({ ok: true })
        expect(parsed.records.slice(1, -1).map(({ type, value }) => ({ type, value }))).toEqual(records)
        expect(parsed.records[0]).toMatchObject({ seq: 0, type: 'begin', value: begin, offset: 0 })
        for (const { seq, type, value, offset, length } of parsed.records.slice(0, -1)) {
          expect(text(bytes.subarray(offset, offset + length))).toBe(encodeRecord(nonce, seq, type, value))
        }
        expect(parsed.records.reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length)
      }),
    )
  })

  it('reads the same records through a terminal that writes CR LF', () => {
    fc.assert(
      fc.property(stream, (bytes) => {
        const plain = parseStream(bytes, { nonce })
        const tty = parseStream(utf8(text(bytes).replaceAll('\n', '\r\n')), { nonce })
        expect(tty.ok).toBe(true)
        expect(tty.records.map(({ seq, type, value }) => [seq, type, value])).toEqual(
          plain.records.map(({ seq, type, value }) => [seq, type, value]),
        )
      }),
    )
  })

  it('reads JSON that is not canonical, as C programs print it', () => {
    const parsed = parseStream(framed(`@CB1 ${nonce} 1 x { "b" : 1.50, "a" : [ true ] }`), { nonce })
    expect(parsed.ok).toBe(true)
    expect(parsed.records[1]?.value).toEqual({ b: 1.5, a: [true] })
  })
})

describe('parseStream refuses every damaged stream:', () => {
  const refused = (bytes: Uint8Array) => {
    for (const foreign of ['refuse', 'ignore'] as const) {
      expect(parseStream(bytes, { nonce, foreign })).toMatchObject({ ok: false, lost: expect.stringMatching(/./) })
    }
  }

  it('each single byte changed to each other value, in a small stream', () => {
    const bytes = encodeStream(nonce, begin, [{ type: 'x', value: { n: 10 } }])
    let caught = 0
    for (let at = 0; at < bytes.length; at++) {
      for (let value = 0; value < 256; value++) {
        if (value === bytes[at]) continue
        const damaged = Uint8Array.from(bytes)
        damaged[at] = value
        if (!parseStream(damaged, { nonce }).ok && !parseStream(damaged, { nonce, foreign: 'ignore' }).ok) caught++
      }
    }
    expect(caught).toBe(bytes.length * 255)
  })

  it('any byte changed', () => {
    fc.assert(
      fc.property(stream, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, flip) => {
        const damaged = Uint8Array.from(bytes)
        damaged[at % bytes.length] = (damaged[at % bytes.length] ?? 0) ^ flip
        refused(damaged)
      }),
      { numRuns: 500 },
    )
  })

  it('any byte dropped', () => {
    fc.assert(
      fc.property(stream, fc.nat(), (bytes, at) => {
        refused(Uint8Array.from([...bytes].toSpliced(at % bytes.length, 1)))
      }),
    )
  })

  it('any byte repeated; only between other text does an empty line more not matter', () => {
    fc.assert(
      fc.property(stream, fc.nat(), (bytes, i) => {
        const at = i % bytes.length
        const damaged = Uint8Array.from([...bytes].toSpliced(at, 0, bytes[at] ?? 0))
        expect(parseStream(damaged, { nonce })).toMatchObject({ ok: false })
        expect(parseStream(damaged, { nonce, foreign: 'ignore' }).ok).toBe(bytes[at] === 0x0a)
      }),
    )
  })

  it('cut short anywhere', () => {
    fc.assert(fc.property(stream, fc.nat(), (bytes, at) => refused(bytes.subarray(0, at % bytes.length))))
  })

  it('any line dropped, repeated or exchanged with another', () => {
    fc.assert(
      fc.property(stream, fc.nat(), fc.nat(), (bytes, i, j) => {
        const lines: readonly string[] = text(bytes).match(/.*\n/g) ?? []
        const a = i % lines.length
        const b = j % lines.length
        refused(utf8(lines.toSpliced(a, 1).join('')))
        refused(utf8(lines.toSpliced(b, 0, lines[a] ?? '').join('')))
        if (a !== b)
          refused(
            utf8(
              lines
                .with(a, lines[b] ?? '')
                .with(b, lines[a] ?? '')
                .join(''),
            ),
          )
      }),
    )
  })

  it('two whole streams after each other', () => {
    fc.assert(fc.property(stream, stream, (first, second) => refused(Buffer.concat([first, second]))))
  })
})

describe('parseStream says why and where:', () => {
  const good = text(encodeStream(nonce, begin, [{ type: 'x', value: { n: 1 } }]))
  const first = good.indexOf('\n') + 1
  const end = good.lastIndexOf('@CB1')
  const x = (json: string) => framed(`@CB1 ${nonce} 1 x ${json}`)

  it.each<[string, string | Uint8Array, string]>([
    ['nothing came', '', 'no begin record'],
    ['no end', good.slice(0, end), 'no end record after 2 records'],
    ['torn last line', good.slice(0, -1), `line 3, byte ${end}: the last line is torn`],
    ['torn in the prefix', good.slice(0, end + 2), `line 3, byte ${end}: the last line is torn`],
    ['foreign nonce', good.replace(nonce, other), 'line 1, byte 0: the nonce'],
    ['no nonce', good.replace(nonce, '-'), 'line 1, byte 0: the nonce'],
    ['gap', good.replace(`${nonce} 1 `, `${nonce} 2 `), `line 2, byte ${first}: expected sequence number 1, found "2"`],
    ['other spelling of a sequence number', good.replace(`${nonce} 1 `, `${nonce} 01 `), 'found "01"'],
    ['other version', good.replace('@CB1', '@CB2'), 'line 1, byte 0: protocol "@CB2" is not @CB1'],
    ['second begin', framed(`@CB1 ${nonce} 1 begin {}`), 'a second begin record'],
    [
      'first is not begin',
      good.slice(first).replace(`${nonce} 1 `, `${nonce} 0 `),
      'no begin record: the first is "x"',
    ],
    ['record after end', `${good}@CB1 ${nonce} 3 x {}\n`, 'a record after the end record'],
    ['bad type', framed(`@CB1 ${nonce} 1 X {}`), 'not a record type'],
    ['no JSON', framed(`@CB1 ${nonce} 1 x`), 'is not JSON'],
    ['bad JSON', x('{"n":1'), `line 2, byte ${first}: JSON input is not JSON`],
    ['two values', x('{} {}'), 'is not JSON'],
    ['not an object', x('[1]'), 'not a JSON object'],
    ['null', x('null'), 'not a JSON object'],
    ['duplicate key', x('{"n":1,"n":1}'), 'duplicate key'],
    ['infinite number', x('{"n":1e999}'), 'not a finite number'],
    ['integer beyond 2^53-1', x('{"n":9007199254740993}'), 'beyond 2^53-1'],
    ['depth', x(`{"a":${'['.repeat(40)}${']'.repeat(40)}}`), 'nested deeper'],
    ['overlong line', x(`{"a":"${'x'.repeat(4096)}"}`), 'at most 4096 are allowed'],
    ['wrong count', good.replace('"count":2', '"count":3'), 'counts 3 records before it; there are 2'],
    ['wrong checksum', good.replace('"n":1', '"n":2'), "the end record's checksum is"],
    ['end in another spelling', good.replace('{"count":2,', '{"count": 2,'), 'is not spelled'],
    ['not UTF-8', Buffer.concat([utf8(good.slice(0, first - 2)), Uint8Array.of(0xff, 0x0a)]), 'is not UTF-8'],
    ['foreign text', `hello\n${good}`, 'line 1, byte 0: not a record: "hello\\n"'],
    ['an empty line', good.replace('\n', '\n\n'), `line 2, byte ${first}: not a record`],
  ])('%s', (_, bytes, reason) => {
    const parsed = parseStream(typeof bytes === 'string' ? utf8(bytes) : bytes, { nonce })
    expect(parsed).toMatchObject({ ok: false, lost: expect.stringContaining(reason) })
  })

  it('keeps the records that came before the fault', () => {
    const parsed = parseStream(utf8(good.slice(0, end)), { nonce })
    expect(parsed.records.map(({ type }) => type)).toEqual(['begin', 'x'])
  })

  it('with no control character of the input', () => {
    const parsed = parseStream(utf8('\u001b]0;owned\u0007\u202e\n'), { nonce })
    expect(parsed).toMatchObject({ ok: false, lost: expect.stringMatching(/^[\x20-\x7e]+$/) })
  })
})

describe('parseStream on a channel that carries other text', () => {
  const good = text(encodeStream(nonce, begin, [{ type: 'x', value: { n: 1 } }]))
  const ignoring = { nonce, foreign: 'ignore' } as const

  it('finds the records between other lines, of any length and encoding', () => {
    const noise = Buffer.concat([Buffer.alloc(10_000, 0xff), utf8('\n\r\n@ @C\nBIOS @CB1 hello\n')])
    const lines = good.match(/.*\n/g) ?? []
    const bytes = Buffer.concat([noise, ...lines.flatMap((line) => [utf8(line), noise]), utf8('no line end')])
    const parsed = parseStream(bytes, ignoring)
    expect(parsed).toMatchObject({ ok: true })
    expect(parsed.records.map(({ type }) => type)).toEqual(['begin', 'x', 'end'])
    expect(parsed.records[0]?.offset).toBe(noise.length)
  })

  it('still refuses another version, a torn record, and a record torn by other text', () => {
    expect(parseStream(utf8(`@CB9 hello\n${good}`), ignoring)).toMatchObject({ ok: false })
    expect(parseStream(utf8(`${good}@C`), ignoring)).toMatchObject({ ok: false })
    expect(parseStream(utf8(good.replace('{"n"', '[ 1.0] oops\n{"n"')), ignoring)).toMatchObject({ ok: false })
    expect(parseStream(utf8('boot text only\n'), ignoring)).toMatchObject({ lost: 'no begin record' })
  })
})

describe('parseStream at its limits', () => {
  it('takes 65536 records and refuses one more', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => `@CB1 ${nonce} ${i + 1} x {}`)
    expect(parseStream(framed(...lines(65_534)), { nonce })).toMatchObject({ ok: true })
    expect(parseStream(framed(...lines(65_535)), { nonce })).toMatchObject({
      ok: false,
      lost: expect.stringContaining('more than 65536 records'),
    })
  })

  it('passes over 64 MiB of other text, short lines and one endless line alike', () => {
    for (const fill of ['\n', 'x', '@']) {
      const noise = Buffer.alloc(64 * 1024 * 1024, fill)
      expect(parseStream(noise, { nonce, foreign: 'ignore' })).toMatchObject({ ok: false, lost: 'no begin record' })
    }
  })
})
