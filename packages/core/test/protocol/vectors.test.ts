import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/define/json.ts'
import { canonicalJson } from '../../src/encode/canonical.ts'
import { encodeRecord, encodeStream } from '../../src/protocol/record.ts'
import { longStream, nonceOf, recordsOf, shortStreams, vectors } from './guest-vectors.ts'

const begin = { program: 'demo', version: '1.0.0' }
const usage = expect.objectContaining({ code: 'CAPBENCH_USAGE' })

/** A line in its parts: prefix, nonce, sequence number, type, and the rest as JSON. */
function partsOf(line: string): { seq: number; type: string; json: string; value: JsonObject } {
  const [, , seq = '', type = '', ...rest] = line.trimEnd().split(' ')
  const json = rest.join(' ')
  return { seq: Number(seq), type, json, value: JSON.parse(json) as JsonObject }
}

const lines = shortStreams.flatMap(({ name, nonce, lines }) =>
  lines.map((line) => ({ name, nonce, line, ...partsOf(line) })),
)
const isCanonical = ({ json, value }: { json: string; value: JsonObject }) => canonicalJson(value) === json

describe('the encoder writes the bytes of the vectors', () => {
  test('line by line, where the body is in canonical form', () => {
    const canonical = lines.filter(isCanonical)
    expect(canonical.length).toBeGreaterThan(40)
    for (const { nonce, seq, type, value, line } of canonical) expect(encodeRecord(nonce, seq, type, value)).toBe(line)
  })

  test('and the same value where other writers spell it otherwise', () => {
    const others = lines.filter((line) => !isCanonical(line))
    expect(new Set(others.map(({ type }) => type))).toEqual(new Set(['mark', 'note', 'free']))
    for (const { nonce, seq, type, value } of others)
      expect(partsOf(encodeRecord(nonce, seq, type, value))).toMatchObject({ seq, type, value })
  })

  const whole = shortStreams.filter(({ lines }) => lines.map(partsOf).every(isCanonical))
  test.each(whole)('stream: $name', ({ nonce, lines, bytes }) => {
    const records = lines.slice(1, -1).map(partsOf)
    expect(Buffer.from(encodeStream(nonce, begin, records)).equals(bytes)).toBe(true)
  })

  test('the stream of most records, by its digest', () => {
    const bytes = encodeStream(longStream.nonce, begin, longStream.records)
    expect(bytes).toHaveLength(longStream.digest.bytes)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(longStream.digest.sha256)
  })
})

describe('the encoder refuses what the vectors say must not be written', () => {
  test.each(vectors.nonces.refused)('the nonce %j', (nonce) => {
    expect(() => encodeRecord(nonce, 0, 'begin', begin)).toThrow(usage)
  })

  test.each(vectors.nonces.accepted)('but not the nonce %j', (nonce) => {
    expect(encodeRecord(nonce, 0, 'begin', begin)).toContain(` ${nonce} `)
  })

  // Control characters between the parts of JSON cannot reach an encoder that takes values.
  test.each(vectors.refused.filter(({ reason }) => reason !== 'control'))('$name', (vector) => {
    expect(() => encodeStream(nonceOf(vector), begin, recordsOf(vector))).toThrow(usage)
  })
})
