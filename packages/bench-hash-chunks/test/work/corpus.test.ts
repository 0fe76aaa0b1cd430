import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashChunks } from '../../src/hash-chunks.ts'
import { corpusInto, corpusRule, corpusSha256 } from '../../src/work/corpus.ts'

/** All of a corpus, made in pieces of a size. */
function corpus(bytes: number, seed: number, piece: number): Buffer {
  const buffer = Buffer.alloc(piece)
  return Buffer.concat(Array.from(corpusInto(buffer, bytes, seed), () => Buffer.from(buffer)))
}

describe('the corpus', () => {
  it('is the key stream of RFC 8439, appendix A.1, for the seed 0', () => {
    const [first, second] = [corpus(128, 0, 64).subarray(0, 64), corpus(128, 0, 64).subarray(64)]
    expect(first.toString('hex')).toBe(
      '76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586',
    )
    expect(second.toString('hex')).toMatch(/^9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed/)
  })

  it('is the same in whatever pieces it is made', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 2 ** 40 }), (blocks, seed) => {
        expect(corpus(blocks * 192, seed, 192).equals(corpus(blocks * 192, seed, 64))).toBe(true)
      }),
    )
  })

  it.each([64, 2 ** 16, 2 ** 16 + 64, 3 * 2 ** 18])('of %i bytes has the SHA-256 of its bytes', (bytes) => {
    const digest = createHash('sha256')
      .update(corpus(bytes, 5, 64))
      .digest('hex')
    expect(corpusSha256(bytes, 5)).toBe(digest)
  })

  it('is another one for another seed, also beyond 32 bits', () => {
    expect(new Set([1, 2, 2 ** 32 + 1, 2 ** 53 - 1].map((seed) => corpusSha256(64, seed))).size).toBe(4)
  })

  it('is named in the definition by the digest of the text that determines it', () => {
    expect(hashChunks.corpus.sha256).toBe(createHash('sha256').update(corpusRule).digest('hex'))
  })
})
