import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkSecrets } from '../../src/secrets/check.ts'
import { redacted, redactStream, redactText, redactValue } from '../../src/secrets/redact.ts'

/** Few letters, so that secrets meet, overlap and begin in each other. */
const letters = fc.constantFrom('a', 'b', 'c', '*', '[', ' ', 'é')
const secret = fc
  .string({ unit: letters, minLength: 4, maxLength: 7 })
  .filter((text) => !text.startsWith('*') && !text.endsWith('*'))
const secrets = fc.array(secret, { minLength: 1, maxLength: 3 })
const output = (known: readonly string[]) =>
  fc
    .array(
      fc.oneof(fc.constantFrom(...known), fc.string({ unit: letters, maxLength: 9 }), fc.constant('\0\r\n\x1b[0m')),
      {
        maxLength: 12,
      },
    )
    .map((parts) => Buffer.from(parts.join('')))
const case_ = secrets.chain((known) =>
  fc.record({ known: fc.constant(known), bytes: output(known), cuts: fc.array(fc.nat(80), { maxLength: 20 }) }),
)

function inChunks(bytes: Uint8Array, cuts: readonly number[], known: readonly string[]): Buffer {
  const redactor = redactStream(known)
  const places = [...new Set([0, ...cuts.filter((cut) => cut <= bytes.length), bytes.length])].sort((a, b) => a - b)
  const parts = places.slice(1).map((to, index) => redactor.push(bytes.subarray(places[index], to)))
  return Buffer.concat([...parts, redactor.end()])
}

/** The same by a regular expression over the whole text, which knows nothing of chunks. */
function atOnce(bytes: Uint8Array, known: readonly string[]): string {
  const sorted = [...known].sort((a, b) => Buffer.byteLength(b) - Buffer.byteLength(a))
  const latin = sorted.map((one) => Buffer.from(one).toString('latin1').replaceAll(/[[*]/g, '\\$&'))
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(new RegExp(latin.join('|'), 'g'), redacted)
}

describe('a stream without its secrets', () => {
  it('leaks none, however the bytes are cut', () => {
    fc.assert(
      fc.property(case_, ({ known, bytes, cuts }) => {
        const kept = inChunks(bytes, cuts, known)
        for (const one of known) expect(kept.includes(one)).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  it('has every other byte unchanged, however the bytes are cut', () => {
    fc.assert(
      fc.property(case_, ({ known, bytes, cuts }) => {
        expect(inChunks(bytes, cuts, known).toString('latin1')).toBe(atOnce(bytes, known))
      }),
      { numRuns: 2000 },
    )
  })

  it('holds back no more than could become a secret', () => {
    const redactor = redactStream(['hunter2'])
    expect(Buffer.from(redactor.push(Buffer.from('Password: hun'))).toString()).toBe('Password: ')
    expect(Buffer.from(redactor.push(Buffer.from('dred'))).toString()).toBe('hundred')
    expect(Buffer.from(redactor.push(Buffer.from('hunter'))).toString()).toBe('')
    expect(Buffer.from(redactor.end()).toString()).toBe('hunter')
  })

  it('passes the very bytes on where there is no secret', () => {
    const chunk = Buffer.from([0, 255, 10])
    expect(redactStream([]).push(chunk)).toBe(chunk)
  })
})

it('is taken out of texts and values, names of properties included', () => {
  expect(redactText('login hunter2 hunter2x', ['hunter2'])).toBe(`login ${redacted} ${redacted}x`)
  expect(redactValue({ hunter2: ['a hunter2', 3, null, { deep: 'hunter2' }] }, ['hunter2'])).toEqual({
    [redacted]: [`a ${redacted}`, 3, null, { deep: redacted }],
  })
})

describe('a secret that could not be taken out again is refused', () => {
  it.each([
    ['abc', 'bytes'],
    ['x'.repeat(1025), 'bytes'],
    ['two\nlines', 'one line'],
    ['*stars', 'begin or end'],
    ['stars*', 'begin or end'],
    [`a${redacted}b`, 'hold'],
  ])('%j', (value, why) => {
    expect(() => checkSecrets('imageGuest x', { root: value })).toThrow(why)
    expect(() => checkSecrets('imageGuest x', { root: value })).not.toThrow(value)
  })

  it('and so is a name that no step could write', () => {
    expect(() => checkSecrets('imageGuest x', { 'a b': 'good enough' })).toThrow('name')
  })
})
