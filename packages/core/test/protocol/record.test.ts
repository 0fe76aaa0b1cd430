import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { encodeRecord, encodeStream } from '../../src/protocol/record.ts'

const nonce = '0123456789abcdef0123456789abcdef'
const usage = (fault: string) =>
  expect.objectContaining({ code: 'CAPBENCH_USAGE', message: expect.stringContaining(fault) })

describe('encodeRecord', () => {
  it('writes one line as the grammar says', () => {
    expect(encodeRecord(nonce, 3, 'worker', { primes: 4, cpu: 1 })).toBe(
      `@CB1 ${nonce} 3 worker {"cpu":1,"primes":4}\n`,
    )
    expect(encodeRecord('-', 0, 'begin', {})).toBe('@CB1 - 0 begin {}\n')
  })

  it.each([
    ['a short nonce', 'abc', 0, 'x', 'nonce'],
    ['an upper-case nonce', nonce.toUpperCase(), 0, 'x', 'nonce'],
    ['a negative number', nonce, -1, 'x', 'sequence'],
    ['a fraction', nonce, 0.5, 'x', 'sequence'],
    ['a type with a space', nonce, 0, 'a b', 'type'],
    ['a type with a line end', nonce, 0, 'a\n', 'type'],
    ['an upper-case type', nonce, 0, 'A', 'type'],
    ['no type', nonce, 0, '', 'type'],
  ])('refuses %s', (_, given, seq, type, fault) => {
    expect(() => encodeRecord(given, seq, type, {})).toThrow(usage(fault))
  })

  it('takes a line of 4096 bytes and refuses one more', () => {
    const room = 4096 - encodeRecord(nonce, 0, 'x', { a: '' }).length
    expect(encodeRecord(nonce, 0, 'x', { a: 'x'.repeat(room) })).toHaveLength(4096)
    expect(() => encodeRecord(nonce, 0, 'x', { a: 'x'.repeat(room + 1) })).toThrow(usage('at most 4096'))
    expect(() => encodeRecord(nonce, 0, 'x', { a: `é${'x'.repeat(room - 1)}` })).toThrow(usage('has 4097'))
  })
})

describe('encodeStream', () => {
  it('frames records between begin and an end with count and checksum', () => {
    const body = `@CB1 ${nonce} 0 begin {"program":"p","version":"1"}\n@CB1 ${nonce} 1 x {"n":1}\n`
    const checksum = crc32(body).toString(16).padStart(8, '0')
    const bytes = encodeStream(nonce, { program: 'p', version: '1' }, [{ type: 'x', value: { n: 1 } }])
    expect(Buffer.from(bytes).toString()).toBe(`${body}@CB1 ${nonce} 2 end {"count":2,"crc32":"${checksum}"}\n`)
  })

  it('does not let a caller write the frame itself', () => {
    for (const type of ['begin', 'end']) {
      expect(() => encodeStream(nonce, {}, [{ type, value: {} }])).toThrow(usage('added by the stream itself'))
    }
  })

  it('refuses more records than a reader takes', () => {
    const records = (count: number) => new Array(count).fill({ type: 'x', value: {} })
    expect(() => encodeStream(nonce, {}, records(65_535))).toThrow(usage('at most 65536'))
  })
})
