import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bareCommandLine, encodeWord, maxBareArguments } from '../../src/bare/cmdline.ts'

const nonce = '0123456789abcdef0123456789abcdef'
const usage = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

describe('a word of the command line', () => {
  it('is itself where it can be', () => {
    expect(encodeWord('--limit=3000000,x/y')).toBe('--limit=3000000,x/y')
    expect(encodeWord('two words%')).toBe('two%20words%25')
    expect(encodeWord('é\n')).toBe('%c3%a9%0a')
    expect(encodeWord('')).toBe('%')
  })

  it('is one word without blanks, and says the same', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (text) => {
        const word = encodeWord(text)
        expect(word).toMatch(/^[\x21-\x7e]+$/)
        expect(decodeURIComponent(word)).toBe(Buffer.from(text).toString())
      }),
    )
  })
})

describe('the command line of a bare guest', () => {
  it('begins after the path of the image, which may hold blanks', () => {
    expect(bareCommandLine('/my disk/program', nonce, ['10', 'a b', ''])).toBe(`-- ${nonce} 10 a%20b %`)
  })

  it('is refused where the runtime would not take it', () => {
    const many = Array.from({ length: maxBareArguments + 1 }, () => 'x')
    expect(bareCommandLine('/p', nonce, many.slice(1))).toContain(' x x ')
    expect(() => bareCommandLine('/p', nonce, many)).toThrow(
      usage('CAPBENCH_DEFINITION', /at most 64 arguments, got 65/),
    )
    expect(() => bareCommandLine('/p', nonce, ['a\0b'])).toThrow(usage('CAPBENCH_DEFINITION', /NUL/))
    expect(() => bareCommandLine('/p', nonce, ['x'.repeat(4100)])).toThrow(
      usage('CAPBENCH_DEFINITION', /at most 4095 bytes/),
    )
    expect(() => bareCommandLine('/a -- b/p', nonce, [])).toThrow(usage('CAPBENCH_USAGE', /"--"/))
  })

  it('fits up to the last byte', () => {
    const room = 4095 - `/p -- ${nonce} `.length
    expect(bareCommandLine('/p', nonce, ['x'.repeat(room)])).toHaveLength(4095 - '/p '.length)
    expect(() => bareCommandLine('/p', nonce, ['x'.repeat(room + 1)])).toThrow(/have 4096/)
  })
})
