import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { blake3 } from '../../src/digest/blake3.ts'
import { merkleRoot } from '../../src/digest/merkle.ts'
import { corpusInto } from '../../src/work/corpus.ts'
import { expectedOf, rootOver } from '../../src/work/expected.ts'
import type { HashParameters } from '../../src/work/parameters.ts'
import { small } from '../support/work.ts'

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/** The whole corpus at once, pass after pass as the workers have it, with nothing clever. */
function plainly(parameters: HashParameters, bytes: number): readonly Buffer[] {
  const corpus = Buffer.alloc(bytes)
  for (const _ of corpusInto(corpus, bytes, parameters.seed)) break
  const chunks = Array.from({ length: bytes / parameters.chunkBytes }, (_, index) =>
    corpus.subarray(index * parameters.chunkBytes, (index + 1) * parameters.chunkBytes),
  )
  const digest = parameters.hash === 'sha256' ? sha256 : blake3
  let digests = chunks.map(digest)
  for (let pass = 1; pass < parameters.passes; pass++)
    digests = chunks.map((chunk, index) => digest(Buffer.concat([digests[index] ?? Buffer.alloc(0), chunk])))
  return digests
}

describe('what a run must arrive at', () => {
  it.each([
    ['SHA-256', {}],
    ['one pass', { passes: 1 }],
    ['BLAKE3', { hash: 'blake3' }],
    ['chunks of the size of a block', { chunkBytes: 64, corpusBytes: 6400 }],
    ['the weak form', { scaling: 'weak', corpusBytes: 6400, chunkBytes: 320 }],
  ] as const)('is what comes out when all is done at once: %s', (_, change) => {
    const parameters = { ...small, ...change }
    const workers = 2
    const bytes = parameters.scaling === 'weak' ? workers * parameters.corpusBytes : parameters.corpusBytes
    const digests = plainly(parameters, bytes)
    const expected = expectedOf(parameters, workers)
    expect(Buffer.from(expected.digests).equals(Buffer.concat(digests))).toBe(true)
    expect(expected.root).toBe(merkleRoot(digests))
    const half = digests.length / 2
    expect(rootOver(expected.digests, half, digests.length)).toBe(merkleRoot(digests.slice(half)))
  })

  it('does not depend on how many workers share the corpus', () => {
    expect(expectedOf(small, 4)).toEqual(expectedOf(small, 1))
  })

  it('changes with each parameter but the form of scaling', () => {
    const changes = [{}, { seed: 8 }, { passes: 3 }, { chunkBytes: 2048 }, { hash: 'blake3' }] as const
    const roots = changes.map((change) => expectedOf({ ...small, ...change }, 1).root)
    expect(new Set(roots).size).toBe(changes.length)
    expect(expectedOf({ ...small, scaling: 'weak' }, 1).root).toBe(roots[0])
  })
})
