import * as zlib from 'node:zlib'
import { CapbenchError } from '@capbench/core'
import { decodeLz4Legacy, lz4LegacyMagic } from './lz4.ts'

/** Largest kernel that is unpacked, in bytes. */
const maxVmlinuxBytes = 512 * 1024 * 1024

const startsWith = (bytes: Uint8Array, magic: readonly number[] | Uint8Array): boolean =>
  bytes.length >= magic.length && [...magic].every((byte, index) => bytes[index] === byte)

const setupHeader = Buffer.from('HdrS')

/** Is this an x86 Linux boot image (Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header")? */
export function isBzImage(bytes: Uint8Array): boolean {
  return bytes.length > 0x260 && setupHeader.every((byte, index) => bytes[0x202 + index] === byte)
}

type Decoder = (payload: Uint8Array, size: number) => Uint8Array

function decoderOf(payload: Uint8Array): { readonly name: string; readonly decode?: Decoder } {
  if (startsWith(payload, lz4LegacyMagic)) return { name: 'LZ4', decode: decodeLz4Legacy }
  if (startsWith(payload, [0x1f, 0x8b]))
    return { name: 'gzip', decode: (input, size) => zlib.gunzipSync(input, { maxOutputLength: size }) }
  if (startsWith(payload, [0x28, 0xb5, 0x2f, 0xfd])) {
    // Node before 22.15 has no zstd
    if (zlib.zstdDecompressSync === undefined) return { name: 'zstd (needs Node 22.15)' }
    return { name: 'zstd', decode: (input, size) => zlib.zstdDecompressSync(input, { maxOutputLength: size }) }
  }
  if (startsWith(payload, [0xfd, 0x37, 0x7a, 0x58])) return { name: 'xz' }
  if (startsWith(payload, [0x42, 0x5a, 0x68])) return { name: 'bzip2' }
  if (startsWith(payload, [0x89, 0x4c, 0x5a, 0x4f])) return { name: 'lzo' }
  if (startsWith(payload, [0x5d, 0x00, 0x00])) return { name: 'lzma' }
  return { name: `an unknown method (first bytes ${Buffer.from(payload.subarray(0, 4)).toString('hex')})` }
}

/**
 * The uncompressed kernel (an ELF file) that a bzImage carries.
 *
 * The payload starts at `(setup_sects + 1) * 512 + payload_offset` and is `payload_length` bytes long, the last four of
 * which are the size of what comes out (boot protocol 2.08 and later). LZ4 and gzip are unpacked here, zstd from
 * Node 22.15.
 *
 * @throws CapbenchError `CAPBENCH_HOSTILE` for a truncated or damaged image, `CAPBENCH_MISSING` for a compression
 *   without decoder
 */
export function extractVmlinux(image: Uint8Array): Uint8Array {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength)
  const protocol = view.getUint16(0x206, true)
  if (protocol < 0x208)
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `boot protocol 2.8 or later is needed, the kernel has 0x${protocol.toString(16)}`,
    )
  const setup = ((image[0x1f1] || 4) + 1) * 512
  const declared = setup + view.getUint32(0x1f4, true) * 16
  const start = setup + view.getUint32(0x248, true)
  const end = start + view.getUint32(0x24c, true)
  if (image.length < Math.max(declared, end) || end - start < 8)
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `the kernel is truncated: its header promises ${Math.max(declared, end)} bytes and the file has ${image.length}; fetch it again`,
    )
  const size = view.getUint32(end - 4, true)
  if (size === 0 || size > maxVmlinuxBytes)
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `the kernel claims to unpack to ${size} bytes; at most ${maxVmlinuxBytes} are accepted`,
    )

  const payload = image.subarray(start, end)
  const { name, decode } = decoderOf(payload)
  if (decode === undefined)
    throw new CapbenchError(
      'CAPBENCH_MISSING',
      `the kernel is compressed with ${name}, which cannot be unpacked here; give the uncompressed vmlinux instead`,
    )
  // the size word belongs to gzip's own trailer, and stands behind the data of the others
  const data = name === 'gzip' ? payload : payload.subarray(0, -4)
  try {
    const vmlinux = decode(data, size)
    if (vmlinux.length === size) return vmlinux
    throw new Error(`${size} bytes were promised and ${vmlinux.length} came out`)
  } catch (cause) {
    if (cause instanceof CapbenchError) throw cause
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `the ${name} payload of the kernel is damaged: ${(cause as Error).message}`,
      { cause },
    )
  }
}
