import { CapbenchError } from '@capbench/core'

/** First bytes of an LZ4 legacy frame, as Linux uses it for `CONFIG_KERNEL_LZ4` (magic 0x184C2102, little endian). */
export const lz4LegacyMagic = Uint8Array.of(0x02, 0x21, 0x4c, 0x18)

const broken = (what: string, at: number): CapbenchError =>
  new CapbenchError('CAPBENCH_HOSTILE', `LZ4 data is broken: ${what} at byte ${at}; the file is damaged or truncated`)

/** A length of 15 goes on in the following bytes, up to the first one below 255. */
function longLength(input: Uint8Array, at: number, end: number): { readonly extra: number; readonly next: number } {
  let extra = 0
  for (let position = at; position < end; position++) {
    const byte = input[position] as number
    extra += byte
    if (byte !== 255) return { extra, next: position + 1 }
  }
  throw broken('a length runs past the end of its block', at)
}

/** Decodes one block (LZ4 Block Format) from `input[start..end)` to `output[to..]`; returns where the output ends. */
function decodeBlock(input: Uint8Array, start: number, end: number, output: Uint8Array, to: number): number {
  let at = start
  let out = to
  while (at < end) {
    const token = input[at++] as number
    let literals = token >> 4
    if (literals === 15) {
      const { extra, next } = longLength(input, at, end)
      literals += extra
      at = next
    }
    if (at + literals > end || out + literals > output.length) throw broken('literals overrun', at)
    output.set(input.subarray(at, at + literals), out)
    at += literals
    out += literals
    if (at === end) return out // the last sequence of a block has literals only
    if (at + 2 > end) throw broken('an offset is cut off', at)
    const offset = (input[at] as number) | ((input[at + 1] as number) << 8)
    at += 2
    if (offset === 0 || offset > out - to) throw broken(`the offset ${offset} leaves the block`, at)
    let match = (token & 15) + 4
    if (match === 19) {
      const { extra, next } = longLength(input, at, end)
      match += extra
      at = next
    }
    if (out + match > output.length) throw broken('a match overruns the stated size', at)
    if (offset >= match) output.copyWithin(out, out - offset, out - offset + match)
    else for (let index = 0; index < match; index++) output[out + index] = output[out + index - offset] as number
    out += match
  }
  throw broken('a block ends inside a sequence', at)
}

/**
 * Decodes an LZ4 legacy frame: the magic, then blocks of a 32-bit little-endian compressed size and the data.
 *
 * Source of the format: LZ4 Frame Format Description, "Legacy frame", and LZ4 Block Format Description.
 *
 * @param size exact number of bytes that must come out; a Linux kernel carries it behind its payload
 * @throws CapbenchError `CAPBENCH_HOSTILE` for anything that is not exactly that
 */
export function decodeLz4Legacy(input: Uint8Array, size: number): Uint8Array {
  if (!lz4LegacyMagic.every((byte, index) => input[index] === byte)) throw broken('the magic is missing', 0)
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const output = new Uint8Array(size)
  let at = lz4LegacyMagic.length
  let out = 0
  while (at < input.length) {
    if (at + 4 > input.length) throw broken('a block size is cut off', at)
    const end = at + 4 + view.getUint32(at, true)
    if (end > input.length) throw broken('a block is cut off', at)
    out = decodeBlock(input, at + 4, end, output, out)
    at = end
  }
  if (out !== size) throw broken(`${size} bytes were promised and ${out} came out`, at)
  return output
}
