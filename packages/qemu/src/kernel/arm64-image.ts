import { gunzipSync } from 'node:zlib'
import { CapbenchError } from '@capbench/core'

/** Largest kernel that is unpacked, in bytes. */
const maxImageBytes = 512 * 1024 * 1024

/** `ARM\x64` (Documentation/arm64/booting.rst, "Call the kernel image"). */
const magic = Buffer.from('ARM\x64', 'latin1')
const magicAt = 0x38
const headerBytes = 64

/** `IMAGE_FILE_MACHINE_ARM64` of the PE format. */
const machineArm64 = 0xaa64

/** Is this an uncompressed arm64 Linux boot image? */
export function isArm64Image(bytes: Uint8Array): boolean {
  return bytes.length >= headerBytes && magic.every((byte, index) => bytes[magicAt + index] === byte)
}

/** Is this a kernel that unpacks itself, but only where EFI firmware starts it (CONFIG_EFI_ZBOOT)? */
export function isZboot(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString('latin1') === 'MZ\0\0zimg'
}

/** @throws CapbenchError `CAPBENCH_HOSTILE` where it is damaged */
export function gunzipKernel(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxImageBytes })
  } catch (cause) {
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `the gzip data of the kernel is damaged: ${(cause as Error).message}; fetch it again`,
      { cause },
    )
  }
}

const refuse = (what: string): CapbenchError =>
  new CapbenchError('CAPBENCH_HOSTILE', `the arm64 kernel image is unusable: ${what}; fetch it again`)

/**
 * The size that the file must have at least. The header of an image counts memory that it will use, not bytes of the
 * file; but one with an EFI stub, as distributions have it, is a PE file whose sections tell where its bytes end.
 */
function promisedBytes(view: DataView): number {
  const pe = view.getUint32(0x3c, true)
  if (pe === 0) return headerBytes
  const end = view.byteLength
  if (pe + 24 > end || view.getUint32(pe, true) !== 0x4550) throw refuse('its EFI header is cut off')
  const machine = view.getUint16(pe + 4, true)
  if (machine !== machineArm64) throw refuse(`its EFI header is for machine 0x${machine.toString(16)}`)
  const sections = view.getUint16(pe + 6, true)
  const table = pe + 24 + view.getUint16(pe + 20, true)
  if (table + sections * 40 > end) throw refuse('its EFI section table is cut off')
  const ends = Array.from({ length: sections }, (_, index) => {
    const at = table + index * 40
    return view.getUint32(at + 16, true) + view.getUint32(at + 20, true)
  })
  return Math.max(headerBytes, ...ends)
}

/**
 * Looks at the header of an image for which `isArm64Image` holds.
 *
 * @throws CapbenchError `CAPBENCH_HOSTILE` for one that QEMU would load and that would then hang in silence
 */
export function checkArm64Image(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const memory = view.getBigUint64(0x10, true)
  if (memory === 0n || memory > BigInt(maxImageBytes)) throw refuse(`its header asks for ${memory} bytes of memory`)
  if ((view.getBigUint64(0x18, true) & 1n) !== 0n) throw refuse('it is big endian')
  const promised = promisedBytes(view)
  if (bytes.length < promised)
    throw refuse(`it is truncated: its header promises ${promised} bytes and the file has ${bytes.length}`)
}
