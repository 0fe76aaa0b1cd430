import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../src/define/json.ts'
import { canonicalBytes, canonicalJson, sha256Hex } from '../../src/encode/canonical.ts'
import { jsonValue } from './json-arbitrary.ts'

/** Feeds a value that the types forbid. */
const unsafe = (value: unknown) => canonicalJson(value as JsonValue)

describe('canonicalJson', () => {
  it('reproduces the sorting example of RFC 8785, section 3.2.3', () => {
    const input = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    const order = [...canonicalJson(input).matchAll(/:"([^"]*)"/g)].map((match) => match[1])
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  it('reproduces the serialization example of RFC 8785, section 3.2.2, but for the number beyond 2^53-1', () => {
    const input = {
      // biome-ignore lint/correctness/noPrecisionLoss: the literal is the RFC's
      numbers: [333333333.33333329, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f',
      literals: [null, true, false],
    }
    expect(canonicalJson(input)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
    expect(() => canonicalJson({ numbers: [1e30] })).toThrow('beyond 2^53-1')
  })

  it.each([
    [5e-324, '5e-324'],
    [-5e-324, '-5e-324'],
    [9007199254740991, '9007199254740991'],
    [-9007199254740991, '-9007199254740991'],
    [0.000001, '0.000001'],
    [1e-7, '1e-7'],
    [333333333.3333332, '333333333.3333332'],
    [333333333.3333334, '333333333.3333334'],
    [-0.0000033333333333333333, '-0.0000033333333333333333'],
    [1424953923781206.2, '1424953923781206.2'],
  ])('writes the number %d as RFC 8785, appendix B does', (number, text) => {
    expect(canonicalJson(number)).toBe(text)
  })

  it.each([
    ['NaN', Number.NaN, 'not a finite number'],
    ['Infinity', Number.POSITIVE_INFINITY, 'not a finite number'],
    ['-0', -0, 'is -0'],
    ['2^53', 2 ** 53, 'beyond 2^53-1'],
    ['-2^53', -(2 ** 53), 'beyond 2^53-1'],
    ['undefined', undefined, 'undefined'],
    ['a hole', new Array(1), 'undefined'],
    ['an undefined member', { a: undefined }, 'undefined'],
    ['a function', () => 1, 'function'],
    ['a symbol', Symbol('x'), 'symbol'],
    ['a bigint', 1n, 'bigint'],
    ['a date', new Date(0), 'instance of a class'],
    ['a map', new Map(), 'instance of a class'],
    ['bytes', new Uint8Array(1), 'instance of a class'],
    ['a symbol key', { [Symbol('x')]: 1 }, 'symbol'],
    ['a high surrogate', 'a\ud800', 'lone surrogate'],
    ['a low surrogate', '\udc00a', 'lone surrogate'],
    ['a lone surrogate in a key', { '\udead': 1 }, 'lone surrogate'],
    ['the key __proto__', JSON.parse('{"__proto__":1}'), 'readers refuse'],
  ])('refuses %s', (_, value, fault) => {
    expect(() => unsafe(value)).toThrow(fault)
    expect(() => unsafe({ deep: [value] })).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
  })

  it('names the member it refuses', () => {
    expect(() => unsafe({ a: [1, { 'b/c': Number.NaN }] })).toThrow('"/a/1/b~1c"')
  })

  it('takes 32 levels and refuses the 33rd, a cycle included', () => {
    const nest = (levels: number): JsonValue => (levels === 0 ? 1 : [nest(levels - 1)])
    expect(canonicalJson(nest(32))).toBe('['.repeat(32) + 1 + ']'.repeat(32))
    expect(() => canonicalJson(nest(33))).toThrow('nested deeper')
    const cycle: JsonValue[] = []
    cycle.push(cycle)
    expect(() => canonicalJson(cycle)).toThrow('nested deeper')
  })

  it('does not depend on the order in which keys were set, and parses back to the same value', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(value)
        expect(canonicalJson(reverseKeys(value))).toBe(text)
      }),
    )
  })
})

describe('sha256Hex', () => {
  it('hashes as FIPS 180 says', () => {
    expect(sha256Hex(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  it('hashes canonical bytes as UTF-8', () => {
    expect([...canonicalBytes('é')]).toEqual([0x22, 0xc3, 0xa9, 0x22])
  })
})

function reverseKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reverseKeys)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reverseKeys(member)]),
  )
}
