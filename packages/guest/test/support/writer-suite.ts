import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, type TestContext, test } from 'vitest'
import { readStream } from './read-stream.ts'
import { crcCommand, nonceCommand, obey, obeySteps, stringCommand } from './vector-commands.ts'
import { type RefusedVector, vectors, type Written } from './vectors.ts'

/** Path of the built program that obeys commands; a test that cannot have it is skipped, with the reason. */
export type Writer = (ctx: TestContext) => string

const answers = (program: string, commands: readonly string[]): readonly string[] => {
  const { code, stdout, stderr } = obey(program, commands)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout.toString().trimEnd().split('\n')
}

/** What was written is, byte for byte, what the vector has. */
export function expectWritten(stdout: Buffer, { lines, digest }: Written): void {
  if (lines !== undefined) {
    expect(stdout.toString()).toBe(lines.join(''))
    return
  }
  const sha256 = createHash('sha256').update(stdout).digest('hex')
  expect({ bytes: stdout.length, sha256, last: stdout.subarray(-digest.last.length).toString() }).toEqual(digest)
}

/** What every writer of the protocol has to do, in whatever language. */
export function writerSuite(writer: Writer): void {
  test.for(vectors.streams)('stream: $name', (vector, ctx) => {
    const { code, stdout, stderr } = obeySteps(writer(ctx), vector.steps)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expectWritten(stdout, vector)
    expect(readStream(stdout, vector)).toEqual({ complete: true, observation: 'whole' })
  })

  test.for(vectors.refused.filter(({ reason }) => reason === 'line' || reason === 'count'))(
    'refused, and no end is written: $name',
    (vector, ctx) => {
      const { code, stdout, stderr } = obeySteps(writer(ctx), vector.steps)
      expect(code).toBe(120)
      expect(stderr).toContain(vector.reason === 'line' ? 'record longer than a line may be' : 'too many records')
      expectWritten(stdout, vector)
    },
  )

  test.for(vectors.nonces.refused)('the nonce %j is refused, and no record is written', (nonce, ctx) => {
    const { code, stdout } = obeySteps(writer(ctx), [{ do: 'begin', nonce, program: 'p', version: '1' }, { do: 'end' }])
    expect(code).toBe(64)
    expect(stdout).toHaveLength(0)
  })

  test('nonces are told apart', (ctx) => {
    const { accepted, refused } = vectors.nonces
    const all = [...accepted, ...refused]
    expect(answers(writer(ctx), all.map(nonceCommand))).toEqual(
      all.map((_, index) => (index < accepted.length ? 'accepted' : 'refused')),
    )
  })

  test('checksums are those of CRC-32, in two pieces too', (ctx) => {
    const given = vectors.crc32.map(({ hex }) => crcCommand(hex))
    expect(answers(writer(ctx), given)).toEqual(vectors.crc32.map(({ crc32 }) => crc32))
  })

  test.for(vectors.strings)('text as JSON: $name', ({ hex, room, json, held }, ctx) => {
    expect(answers(writer(ctx), [stringCommand(room, hex)])).toEqual([`${json} ${held}`])
  })

  test('any bytes become a JSON string within the room, of as many of them as it says', (ctx) => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 24 }),
      fc.string({ unit: 'binary', maxLength: 12 }).map((text) => new TextEncoder().encode(text)),
    )
    const cases = fc.sample(fc.tuple(fc.integer({ min: 2, max: 40 }), bytes), { numRuns: 2000, seed: 1 })
    const given = cases.map(([room, text]) => stringCommand(room, Buffer.from(text).toString('hex')))
    for (const [index, answer] of answers(writer(ctx), given).entries()) {
      const [room, text] = cases[index] ?? [0, new Uint8Array()]
      const [, json = '', held = ''] = /^(".*") (\d+)$/u.exec(answer) ?? []
      expect(Buffer.byteLength(json)).toBeLessThanOrEqual(room)
      expect(JSON.parse(json)).toBe(decoded(Buffer.from(text).subarray(0, Number(held))))
    }
  })
}

/** Text of which each byte that belongs to no character is one U+FFFD. */
function decoded(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((size) => isCharacter(bytes.subarray(at, at + size))) ?? 0
    text += length === 0 ? '\ufffd' : bytes.toString('utf8', at, at + length)
    at += Math.max(1, length)
  }
  return text
}

function isCharacter(bytes: Uint8Array): boolean {
  try {
    return [...new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)].length === 1
  } catch {
    return false
  }
}

/** The vectors that a writer refuses only if it looks at what it is given. */
export const badBodies: readonly RefusedVector[] = vectors.refused.filter(
  ({ reason }) => reason === 'type' || reason === 'control',
)
