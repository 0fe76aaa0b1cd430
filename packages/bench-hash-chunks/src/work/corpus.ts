import { createCipheriv, createHash } from 'node:crypto'
import { remembered } from './remembered.ts'

/** What the corpus is, for those who make it on another system. */
export const corpusRule = [
  'hash-chunks/1: the key stream of ChaCha20 (RFC 8439). Key: the seed in 8 bytes, least significant first, then 24 zero',
  'bytes. Nonce: 12 zero bytes. Block counter: from 0.',
].join(' ')

const zeros = Buffer.alloc(2 ** 16)

/**
 * The corpus, piece by piece. Every piece is as long as the buffer that it is written to, which is used again.
 *
 * @param bytes of the whole; a multiple of the buffer's length
 */
export function* corpusInto(piece: Uint8Array, bytes: number, seed: number): Generator<void> {
  const key = Buffer.alloc(32)
  key.writeBigUInt64LE(BigInt(seed))
  // OpenSSL has the counter in front of the nonce
  const stream = createCipheriv('chacha20', key, Buffer.alloc(16))
  for (let done = 0; done < bytes; done += piece.length) {
    for (let at = 0; at < piece.length; at += zeros.length)
      piece.set(stream.update(zeros.subarray(0, Math.min(zeros.length, piece.length - at))), at)
    yield
  }
}

/** SHA-256 of a corpus, as hexadecimal text: every target checks its own against it before it measures. */
export function corpusSha256(bytes: number, seed: number): string {
  return remembered(`corpus ${bytes} ${seed}`, () => {
    const hash = createHash('sha256')
    const piece = Buffer.alloc(pieceOf(bytes))
    for (const _ of corpusInto(piece, bytes, seed)) hash.update(piece)
    return hash.digest('hex')
  })
}

/** The largest power of two up to 64 KiB that divides a multiple of 64. */
function pieceOf(bytes: number): number {
  let piece = 2 ** 16
  while (bytes % piece !== 0) piece /= 2
  return piece
}
