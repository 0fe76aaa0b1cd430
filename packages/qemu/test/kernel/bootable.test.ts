import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bootableKernel } from '../../src/kernel/bootable.ts'
import { inspectElf } from '../../src/kernel/elf.ts'
import { bzImage } from '../helpers/bzimage.ts'
import { pvhKernel, spin } from '../helpers/elf.ts'
import { lz4Block, lz4Frame } from '../helpers/lz4.ts'

const vmlinux = pvhKernel(spin)
const lz4 = lz4Frame([lz4Block([{ literals: vmlinux }]).block])

/** The kernel with another length in the header of its note. */
function withNoteLength(at: 0x200 | 0x204, length: number): Uint8Array {
  const file = Buffer.from(vmlinux)
  file.writeUInt32LE(length, at)
  return new Uint8Array(file)
}

describe('a kernel file', () => {
  it('is booted as it is when it is an uncompressed kernel with a PVH entry', () => {
    expect(inspectElf(vmlinux)).toEqual({ bits: 64, machine: 62, pvhEntry: 0x100000 })
    expect(bootableKernel(vmlinux)).toEqual({ format: 'vmlinux', vmlinux })
  })

  it.each([
    ['LZ4', bzImage(lz4, vmlinux.length)],
    ['gzip', bzImage(gzipSync(vmlinux), vmlinux.length, { gzip: true })],
    ['zstd', bzImage(zstdCompressSync(vmlinux), vmlinux.length)],
  ])('is unpacked from a bzImage with %s', (_name, image) => {
    const kernel = bootableKernel(image)
    expect(kernel.format).toBe('bzImage')
    expect(Buffer.from(kernel.vmlinux).equals(vmlinux)).toBe(true)
  })

  it.each([
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ['lzma', [0x5d, 0, 0, 0, 0x40]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39]],
    ['an unknown method', [1, 2, 3, 4]],
  ])('is refused by name of its compression when that is %s', (name, magic) => {
    const image = bzImage(Uint8Array.from([...magic, ...Array<number>(16).fill(0)]), 1000)
    expect(() => bootableKernel(image)).toThrow(new RegExp(`compressed with ${name}.*vmlinux instead`))
  })

  it.each([
    ['empty', new Uint8Array(), /it is empty/],
    ['text', Buffer.from('not a kernel\n'.repeat(100)), /it looks like text/],
    ['something else', Uint8Array.from(Array(2000).fill(0xab)), /it starts with abababab/],
    ['a 32-bit program', pvhKernel(spin, { machine: 3 }), /x86-64 kernel was wanted/],
    ['without a PVH entry', pvhKernel(spin, { note: false }), /CONFIG_PVH/],
    ['an unpacked kernel that is cut off', vmlinux.subarray(0, 0x1080), /ends at byte 4352 of a file of 4224/],
    ['one with a note whose name is too long', withNoteLength(0x200, 0xfffffffc), /a note ends outside its segment/],
    ['one with a note that goes backwards', withNoteLength(0x200, 0x80000000), /a note ends outside its segment/],
    ['one with a note whose value is too long', withNoteLength(0x204, 0xffffffff), /a note ends outside its segment/],
    ['a bzImage that is cut off', bzImage(lz4, vmlinux.length).subarray(0, 3000), /truncated: its header promises/],
    ['a bzImage that is damaged', bzImage(lz4.with(8, 0x0f), vmlinux.length), /LZ4 data is broken/],
    ['a bzImage with gzip that is damaged', bzImage(gzipSync(vmlinux).subarray(0, 60), 99, { gzip: true }), /kernel/],
  ])('is refused with the reason when it is %s', (_name, bytes, reason) => {
    expect(() => bootableKernel(bytes)).toThrow(reason)
  })

  it('is refused, whatever is damaged in its headers, and never breaks the reader', () => {
    const damage = fc.array(fc.tuple(fc.nat({ max: 0x220 }), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)), { minLength: 1 })
    fc.assert(
      fc.property(damage, (bytes) => {
        const file = Uint8Array.from(vmlinux)
        for (const [at, byte] of bytes) file[at] = byte
        try {
          inspectElf(file)
        } catch (error) {
          expect(error).toMatchObject({ code: 'CAPBENCH_HOSTILE' })
        }
      }),
      { numRuns: 1000 },
    )
  })
})
