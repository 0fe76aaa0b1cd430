import { CapbenchError } from '@capbench/core'

/** What the driver needs to know about an ELF file before it gives it to QEMU. */
export interface ElfFacts {
  readonly bits: 32 | 64
  /** `e_machine`: 62 is x86-64, 3 is i386. */
  readonly machine: number
  /** Physical address of the 32-bit entry of the PVH boot protocol, from the note `XEN_ELFNOTE_PHYS32_ENTRY`. */
  readonly pvhEntry?: number
}

export const elfMagic = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46)

const PT_NOTE = 4
const XEN_ELFNOTE_PHYS32_ENTRY = 18

const refuse = (what: string): CapbenchError =>
  new CapbenchError('CAPBENCH_HOSTILE', `not a usable ELF file: ${what}; the file is damaged or truncated`)

/** To four bytes; `& ~3` would make a length from 2^31 negative. */
const aligned = (length: number): number => Math.ceil(length / 4) * 4

/** The PVH entry among the notes of one segment (Xen `include/public/elfnote.h`). */
function pvhEntryOf(notes: DataView): number | undefined {
  let at = 0
  while (at + 12 <= notes.byteLength) {
    const nameLength = notes.getUint32(at, true)
    const valueLength = notes.getUint32(at + 4, true)
    const value = at + 12 + aligned(nameLength)
    if (value + valueLength > notes.byteLength) throw refuse('a note ends outside its segment')
    const name = Buffer.from(notes.buffer, notes.byteOffset + at + 12, nameLength).toString('latin1')
    if (name === 'Xen\0' && notes.getUint32(at + 8, true) === XEN_ELFNOTE_PHYS32_ENTRY && valueLength >= 4)
      return notes.getUint32(value, true)
    at = value + aligned(valueLength)
  }
  return undefined
}

/**
 * Reads header, segments and notes of a little-endian ELF executable.
 *
 * @throws CapbenchError `CAPBENCH_HOSTILE` where a header, a segment or a note lies outside of what holds it: QEMU
 *   would start and fail later
 */
export function inspectElf(bytes: Uint8Array): ElfFacts {
  if (bytes.length < 52 || !elfMagic.every((byte, index) => bytes[index] === byte)) throw refuse('no ELF header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const wide = bytes[4] === 2
  if (!wide && bytes[4] !== 1) throw refuse(`class ${bytes[4]}`)
  if (bytes[5] !== 1) throw refuse('it is not little endian')
  if (wide && bytes.length < 64) throw refuse('the header is cut off')
  const word = (at: number): number => (wide ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true))
  const table = word(wide ? 32 : 28)
  const entrySize = view.getUint16(wide ? 54 : 42, true)
  const entries = view.getUint16(wide ? 56 : 44, true)
  if (entries === 0) throw refuse('it has no segments')
  if (entrySize < (wide ? 56 : 32) || table + entries * entrySize > bytes.length)
    throw refuse('its segment table is cut off')

  let pvhEntry: number | undefined
  for (let index = 0; index < entries; index++) {
    const at = table + index * entrySize
    const offset = word(at + (wide ? 8 : 4))
    const size = word(at + (wide ? 32 : 16))
    if (offset + size > bytes.length)
      throw refuse(`segment ${index} ends at byte ${offset + size} of a file of ${bytes.length} bytes`)
    if (view.getUint32(at, true) === PT_NOTE)
      pvhEntry ??= pvhEntryOf(new DataView(bytes.buffer, bytes.byteOffset + offset, size))
  }
  return { bits: wide ? 64 : 32, machine: view.getUint16(18, true), ...(pvhEntry !== undefined && { pvhEntry }) }
}
