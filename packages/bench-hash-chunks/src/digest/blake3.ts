/** First digits of the square roots of the first eight primes, as in SHA-256. */
const initial = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] as const
/** Which word of the message a round takes first, second, and so on: the permutation of the paper, applied again. */
const schedule = Uint8Array.of(
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  ...[2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8],
  ...[3, 4, 10, 12, 13, 2, 7, 14, 6, 5, 9, 0, 11, 15, 8, 1],
  ...[10, 7, 12, 9, 14, 3, 13, 15, 4, 0, 11, 2, 5, 8, 1, 6],
  ...[12, 13, 9, 11, 15, 10, 14, 8, 7, 2, 5, 3, 0, 1, 6, 4],
  ...[9, 14, 11, 5, 8, 12, 15, 1, 13, 3, 0, 10, 2, 6, 4, 7],
  ...[11, 15, 5, 0, 1, 9, 8, 6, 14, 10, 2, 12, 3, 4, 7, 13],
)
const chunkStart = 1
const chunkEnd = 2
const parent = 4
const root = 8
const block = 64
const leaf = 1024

const message = new Int32Array(16)

const turn7 = (word: number): number => (word >>> 7) | (word << 25)
const turn8 = (word: number): number => (word >>> 8) | (word << 24)
const turn12 = (word: number): number => (word >>> 12) | (word << 20)
const turn16 = (word: number): number => (word >>> 16) | (word << 16)

/** Compresses `message` into a chaining value, in place. The state is in variables: an array takes twice the time. */
function compress(chain: Int32Array, counter: number, size: number, flags: number): void {
  const m = message
  const s = schedule
  let v0 = chain[0] as number
  let v1 = chain[1] as number
  let v2 = chain[2] as number
  let v3 = chain[3] as number
  let v4 = chain[4] as number
  let v5 = chain[5] as number
  let v6 = chain[6] as number
  let v7 = chain[7] as number
  let v8 = initial[0] | 0
  let v9 = initial[1] | 0
  let v10 = initial[2] | 0
  let v11 = initial[3] | 0
  let v12 = counter | 0
  let v13 = Math.floor(counter / 2 ** 32) | 0
  let v14 = size
  let v15 = flags
  for (let at = 0; at < 112; at += 16) {
    v0 = (v0 + v4 + (m[s[at + 0] as number] as number)) | 0
    v12 = turn16(v12 ^ v0)
    v8 = (v8 + v12) | 0
    v4 = turn12(v4 ^ v8)
    v0 = (v0 + v4 + (m[s[at + 1] as number] as number)) | 0
    v12 = turn8(v12 ^ v0)
    v8 = (v8 + v12) | 0
    v4 = turn7(v4 ^ v8)
    v1 = (v1 + v5 + (m[s[at + 2] as number] as number)) | 0
    v13 = turn16(v13 ^ v1)
    v9 = (v9 + v13) | 0
    v5 = turn12(v5 ^ v9)
    v1 = (v1 + v5 + (m[s[at + 3] as number] as number)) | 0
    v13 = turn8(v13 ^ v1)
    v9 = (v9 + v13) | 0
    v5 = turn7(v5 ^ v9)
    v2 = (v2 + v6 + (m[s[at + 4] as number] as number)) | 0
    v14 = turn16(v14 ^ v2)
    v10 = (v10 + v14) | 0
    v6 = turn12(v6 ^ v10)
    v2 = (v2 + v6 + (m[s[at + 5] as number] as number)) | 0
    v14 = turn8(v14 ^ v2)
    v10 = (v10 + v14) | 0
    v6 = turn7(v6 ^ v10)
    v3 = (v3 + v7 + (m[s[at + 6] as number] as number)) | 0
    v15 = turn16(v15 ^ v3)
    v11 = (v11 + v15) | 0
    v7 = turn12(v7 ^ v11)
    v3 = (v3 + v7 + (m[s[at + 7] as number] as number)) | 0
    v15 = turn8(v15 ^ v3)
    v11 = (v11 + v15) | 0
    v7 = turn7(v7 ^ v11)
    v0 = (v0 + v5 + (m[s[at + 8] as number] as number)) | 0
    v15 = turn16(v15 ^ v0)
    v10 = (v10 + v15) | 0
    v5 = turn12(v5 ^ v10)
    v0 = (v0 + v5 + (m[s[at + 9] as number] as number)) | 0
    v15 = turn8(v15 ^ v0)
    v10 = (v10 + v15) | 0
    v5 = turn7(v5 ^ v10)
    v1 = (v1 + v6 + (m[s[at + 10] as number] as number)) | 0
    v12 = turn16(v12 ^ v1)
    v11 = (v11 + v12) | 0
    v6 = turn12(v6 ^ v11)
    v1 = (v1 + v6 + (m[s[at + 11] as number] as number)) | 0
    v12 = turn8(v12 ^ v1)
    v11 = (v11 + v12) | 0
    v6 = turn7(v6 ^ v11)
    v2 = (v2 + v7 + (m[s[at + 12] as number] as number)) | 0
    v13 = turn16(v13 ^ v2)
    v8 = (v8 + v13) | 0
    v7 = turn12(v7 ^ v8)
    v2 = (v2 + v7 + (m[s[at + 13] as number] as number)) | 0
    v13 = turn8(v13 ^ v2)
    v8 = (v8 + v13) | 0
    v7 = turn7(v7 ^ v8)
    v3 = (v3 + v4 + (m[s[at + 14] as number] as number)) | 0
    v14 = turn16(v14 ^ v3)
    v9 = (v9 + v14) | 0
    v4 = turn12(v4 ^ v9)
    v3 = (v3 + v4 + (m[s[at + 15] as number] as number)) | 0
    v14 = turn8(v14 ^ v3)
    v9 = (v9 + v14) | 0
    v4 = turn7(v4 ^ v9)
  }
  chain[0] = v0 ^ v8
  chain[1] = v1 ^ v9
  chain[2] = v2 ^ v10
  chain[3] = v3 ^ v11
  chain[4] = v4 ^ v12
  chain[5] = v5 ^ v13
  chain[6] = v6 ^ v14
  chain[7] = v7 ^ v15
}

/** Loads up to a block of bytes into `message`, with zeros behind them. */
function load(bytes: Uint8Array, from: number, size: number): void {
  const byte = (index: number) => (index < size ? (bytes[from + index] as number) : 0)
  for (let i = 0; i < 16; i++)
    message[i] = byte(4 * i) | (byte(4 * i + 1) << 8) | (byte(4 * i + 2) << 16) | (byte(4 * i + 3) << 24)
}

/** The chaining value of a leaf: 1024 bytes, or what is left. */
function leafValue(bytes: Uint8Array, index: number, last: number): Int32Array {
  const chain = Int32Array.from(initial)
  const from = index * leaf
  const size = Math.min(leaf, bytes.length - from)
  const blocks = Math.max(1, Math.ceil(size / block))
  for (let i = 0; i < blocks; i++) {
    const part = Math.min(block, size - i * block)
    load(bytes, from + i * block, part)
    compress(chain, index, part, (i === 0 ? chunkStart : 0) | (i === blocks - 1 ? chunkEnd | last : 0))
  }
  return chain
}

function parentValue(left: Int32Array, right: Int32Array, last: number): Int32Array {
  const chain = Int32Array.from(initial)
  message.set(left)
  message.set(right, 8)
  compress(chain, 0, block, parent | last)
  return chain
}

/** The subtree over leaves `from` to `to`: the left one takes the largest power of two that leaves something right. */
function subtree(bytes: Uint8Array, from: number, to: number, last: number): Int32Array {
  if (from === to) return leafValue(bytes, from, last)
  const left = 2 ** Math.floor(Math.log2(to - from))
  return parentValue(subtree(bytes, from, from + left - 1, 0), subtree(bytes, from + left, to, 0), last)
}

/**
 * BLAKE3 of some bytes, 32 bytes long ("BLAKE3: one function, fast everywhere", 2021, sections 2.1 to 2.5). A second
 * implementation beside that of the program: node:crypto has none.
 */
export function blake3(bytes: Uint8Array): Buffer {
  const leaves = Math.max(1, Math.ceil(bytes.length / leaf))
  const digest = Buffer.alloc(32)
  for (const [index, word] of subtree(bytes, 0, leaves - 1, root).entries()) digest.writeInt32LE(word, 4 * index)
  return digest
}
