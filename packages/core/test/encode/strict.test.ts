import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalBytes, canonicalJson } from '../../src/encode/canonical.ts'
import { parseStrictJson, readCanonicalJson } from '../../src/encode/strict.ts'
import { jsonValue } from './json-arbitrary.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const hostile = (fault: string) =>
  expect.objectContaining({ code: 'CAPBENCH_HOSTILE', message: expect.stringContaining(fault) })

describe('readCanonicalJson', () => {
  it('reads whatever was written', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        expect(readCanonicalJson(canonicalBytes(value))).toEqual(value)
      }),
    )
  })

  it('accepts no other spelling of the same value', () => {
    fc.assert(
      fc.property(jsonValue, fc.constantFrom(1, 2, 4, '\t'), (value, indent) => {
        const other = JSON.stringify(value, null, indent)
        fc.pre(other !== canonicalJson(value))
        expect(() => readCanonicalJson(utf8(other))).toThrow(hostile('differs from its RFC 8785 form'))
      }),
    )
  })

  it.each([
    ['a duplicate key', '{"status":"failed","status":"passed"}', 'at byte 11'],
    ['unsorted keys', '{"b":1,"a":2}', 'at byte 2'],
    ['a final newline', '{}\n', 'at byte 2'],
    ['leading whitespace', ' {}', 'at byte 0'],
    ['another spelling of a number', '[1.0]', 'at byte 2'],
    ['an exponent', '[1e2]', 'at byte 2'],
    ['an escaped letter', '["\\u0061"]', 'at byte 2'],
    ['an escaped slash', '["\\/"]', 'at byte 2'],
    ['-0', '[-0]', 'is -0'],
    ['1e400', '[1e400]', 'not a finite number'],
    ['an integer that no double holds', '{"n":9007199254740993}', 'beyond 2^53-1'],
    ['2^53', '9007199254740992', 'beyond 2^53-1'],
    ['__proto__', '{"__proto__":{"admin":true}}', 'readers refuse'],
    ['an escaped __proto__', '{"\\u005f_proto__":1}', 'readers refuse'],
    ['an escaped lone surrogate', '["\\ud800"]', 'lone surrogate'],
    ['NaN', '[NaN]', 'is not JSON'],
    ['nothing', '', 'is not JSON'],
    ['half a value', '{"a":', 'is not JSON'],
    ['two values', '{}{}', 'is not JSON'],
    ['an unterminated string', '"abc', 'is not JSON'],
    ['33 levels', '['.repeat(33) + ']'.repeat(33), 'nested deeper than 32 levels at byte 32'],
    ['100,000 levels', '['.repeat(1e5), 'nested deeper than 32 levels at byte 32'],
    ['100,000 levels of objects', '{"a":'.repeat(1e5), 'nested deeper than 32 levels at byte 160'],
  ])('refuses %s', (_, text, fault) => {
    expect(() => readCanonicalJson(utf8(text))).toThrow(hostile(fault))
  })

  it('does not take brackets inside strings for depth', () => {
    const value = ['['.repeat(100), '"'.repeat(3), `\\${'{'.repeat(50)}`]
    expect(readCanonicalJson(canonicalBytes(value))).toEqual(value)
  })

  it.each([
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x7b, 0x7d], 'byte order mark'],
    ['an overlong form', [0x22, 0xc0, 0x80, 0x22], 'not UTF-8'],
    ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22], 'not UTF-8'],
    ['a torn sequence', [0x22, 0xe2, 0x82], 'not UTF-8'],
    ['a NUL', [0x22, 0x00, 0x22], 'is not JSON'],
  ])('refuses %s', (_, bytes, fault) => {
    expect(() => readCanonicalJson(Uint8Array.from(bytes))).toThrow(hostile(fault))
  })

  it('refuses what is larger than the limit before it reads it', () => {
    expect(readCanonicalJson(utf8('[1,2]'), { maxBytes: 5 })).toEqual([1, 2])
    expect(() => readCanonicalJson(utf8('[1,2]'), { maxBytes: 4 })).toThrow(hostile('is 5 bytes long; at most 4'))
    expect(() => readCanonicalJson(new Uint8Array(8 * 1024 * 1024 + 1))).toThrow(hostile('at most 8388608'))
  })

  it('never repeats control characters of the input in its message', () => {
    for (const text of ['\u001b[2J', '{"\u202e\u009b":NaN}', '{"\\u001b[2J":1e400}']) {
      const message = messageOf(() => readCanonicalJson(utf8(text)))
      expect(message).toMatch(/^[\x20-\x7e]+$/)
    }
  })
})

describe('parseStrictJson', () => {
  it('takes any order, whitespace and spelling', () => {
    expect(parseStrictJson(' {"b": 1.50, "a": [1e2, "\\u0061:"]} ')).toEqual({ b: 1.5, a: [100, 'a:'] })
  })

  it('agrees with canonical reading on values', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        expect(parseStrictJson(JSON.stringify(value, null, 1))).toEqual(value)
      }),
    )
  })

  it.each([
    ['{"a":1,"a":1}', 'duplicate key'],
    ['{"a":1,"\\u0061":2}', 'duplicate key'],
    ['[{"x":{"k:":1,"k:":2}}]', 'duplicate key'],
    ['{"n":-0}', 'is -0'],
    ['{"n":1e999}', 'not a finite number'],
    ['{"n":9007199254740993}', 'beyond 2^53-1'],
    ['{"__proto__":1}', 'readers refuse'],
    ['{"a":"\\ud800"}', 'lone surrogate'],
    ['['.repeat(1e5), 'nested deeper'],
    ['{"a":01}', 'is not JSON'],
  ])('refuses %s', (text, fault) => {
    expect(() => parseStrictJson(text)).toThrow(hostile(fault))
  })
})

function messageOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}
