import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryDirectory } from '../../helpers/directory.ts'

/** Where the BIOS loads a boot sector, and where this one reads a sector to. */
const base = 0x7c00
const buffer = 0x8000

const word = (value: number): readonly number[] => [value & 0xff, value >> 8]
/** Prints bytes from an address on COM1, each when the transmitter is ready. */
const print = (address: number, count: number): readonly number[] => [
  ...[0xbe, ...word(address), 0xb9, ...word(count)], // mov si, address; mov cx, count
  ...[0xba, 0xfd, 0x03, 0xec, 0xa8, 0x20, 0x74, 0xfb], // mov dx, 0x3fd; wait until bit 5 is set
  ...[0xac, 0xba, 0xf8, 0x03, 0xee, 0xe2, 0xf1], // lodsb; mov dx, 0x3f8; out dx, al; loop
]
/** Reads (2) or writes (3) the second sector of the first disk by the BIOS. */
const transfer = (verb: 2 | 3, address: number): readonly number[] => [
  ...[0xb8, 0x01, verb, 0xbb, ...word(address), 0xb9, 0x02, 0x00, 0xba, 0x80, 0x00, 0xcd, 0x13],
]
/** Writes a value to isa-debug-exit; halts where there is none. */
const leave = (value: number): readonly number[] => [
  ...[0x66, 0xb8, ...word(value), 0, 0, 0xba, 0xf4, 0x00, 0x66, 0xef, 0xf4, 0xeb, 0xfd],
]

/**
 * A whole system of 512 bytes: overwrites the second sector of its disk with itself, reads it back, prints its first
 * byte (`1`) and then what it is given, and leaves.
 *
 * @returns the path of its disk
 */
export function bootSector(says: Uint8Array | string, exitValue = 0x10): string {
  const message = Buffer.from(says)
  const setUp = [0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xc0] // xor ax, ax; mov ds, ax; mov es, ax
  const code = (at: number): readonly number[] => [
    ...setUp,
    ...transfer(3, base),
    ...transfer(2, buffer),
    ...print(buffer, 1),
    ...print(base + at, message.length),
    ...leave(exitValue),
  ]
  const disk = Buffer.alloc(1 << 20)
  disk.set(code(code(0).length))
  message.copy(disk, code(0).length)
  disk.set([0x55, 0xaa], 510)
  const path = join(temporaryDirectory(), 'disk')
  writeFileSync(path, disk)
  return path
}
