import process from 'node:process'

let zlib: typeof import('node:zlib') | undefined

/** CRC-32 of IEEE 802.3. Node's zlib is loaded on first use: it brings streams, which planning a run has no need of. */
export function crc32(data: string | Uint8Array, before = 0): number {
  zlib ??= process.getBuiltinModule('node:zlib')
  return zlib.crc32(data, before)
}
