import { createHash, hash } from 'node:crypto'
import { blake3 } from '../digest/blake3.ts'
import { merkleRoot } from '../digest/merkle.ts'
import { corpusInto } from './corpus.ts'
import { type HashParameters, workOf } from './parameters.ts'
import { remembered } from './remembered.ts'

/** What a run must arrive at. */
export interface Expected {
  readonly corpusSha256: string
  /** Digest of each chunk after the last pass, 32 bytes each, in chunk order. */
  readonly digests: Uint8Array
  /** Root over all of them. */
  readonly root: string
}

export const digestBytes = 32

const digestOf: Readonly<Record<HashParameters['hash'], (bytes: Uint8Array) => Uint8Array>> = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  blake3,
}

/**
 * Hashes the corpus as the workers of a case must have done. One chunk is in memory at a time; what grows with the
 * corpus is 32 bytes a chunk, at most 32 MiB.
 *
 * @throws CAPBENCH_USAGE as of `workOf`
 */
export function expectedOf(parameters: HashParameters, workers: number): Expected {
  const { bytes, chunks } = workOf(parameters, workers)
  const { hash: name, chunkBytes, passes, seed } = parameters
  return remembered(`expected ${[name, bytes, chunkBytes, passes, seed].join(' ')}`, () => {
    const digest = digestOf[name]
    const all = createHash('sha256')
    const digests = new Uint8Array(chunks * digestBytes)
    const input = Buffer.alloc(digestBytes + chunkBytes)
    const chunk = input.subarray(digestBytes)
    let at = 0
    for (const _ of corpusInto(chunk, bytes, seed)) {
      all.update(chunk)
      input.set(digest(chunk))
      for (let pass = 1; pass < passes; pass++) input.set(digest(input))
      digests.set(input.subarray(0, digestBytes), at)
      at += digestBytes
    }
    return { corpusSha256: all.digest('hex'), digests, root: rootOver(digests, 0, chunks) }
  })
}

/** Root over the chunks from `first` to before `end`. */
export function rootOver(digests: Uint8Array, first: number, end: number): string {
  return merkleRoot(leavesOf(digests, first, end))
}

function* leavesOf(digests: Uint8Array, first: number, end: number): Generator<Uint8Array> {
  for (let index = first; index < end; index++) yield digests.subarray(index * digestBytes, (index + 1) * digestBytes)
}
