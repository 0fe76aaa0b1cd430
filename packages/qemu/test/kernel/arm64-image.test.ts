import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bootableKernel } from '../../src/kernel/bootable.ts'
import { arm64Image } from '../helpers/arm64-image.ts'
import { bzImage } from '../helpers/bzimage.ts'
import { pvhKernel, spin } from '../helpers/elf.ts'

const image = arm64Image()
const bigEndian = Uint8Array.from(image)
bigEndian[0x18] = 11
const zboot = Buffer.concat([Buffer.from('MZ\0\0zimg', 'latin1'), Buffer.alloc(100)])

describe('an arm64 kernel file', () => {
  it('is booted as it is, or unpacked from gzip', () => {
    expect(bootableKernel(image, 'aarch64')).toEqual({ format: 'Image', vmlinux: image })
    const unpacked = bootableKernel(gzipSync(image), 'aarch64')
    expect(unpacked.format).toBe('Image.gz')
    expect(Buffer.from(unpacked.vmlinux).equals(image)).toBe(true)
  })

  it('may be longer than its sections, which a signature follows, and may have no EFI header', () => {
    const signed = new Uint8Array([...image, 1, 2, 3])
    expect(bootableKernel(signed, 'aarch64').vmlinux).toEqual(signed)
    const plain = Uint8Array.from(image).fill(0, 0x3c, 0x40)
    expect(bootableKernel(plain, 'aarch64').format).toBe('Image')
  })

  it.each([
    ['empty', new Uint8Array(), /it is empty/],
    ['text', Buffer.from('not a kernel\n'.repeat(100)), /it looks like text/],
    ['cut off', image.subarray(0, 0x1900), /truncated: its header promises 8192 bytes and the file has 6400/],
    ['cut off in its EFI header', image.subarray(0, 0x50), /EFI header is cut off/],
    ['cut off in its section table', image.subarray(0, 0x100), /section table is cut off/],
    ['gzip that is damaged', gzipSync(image).subarray(0, 40), /gzip data of the kernel is damaged/],
    ['for another machine', arm64Image({ machine: 0x8664 }), /EFI header is for machine 0x8664/],
    ['without a size', arm64Image({ memory: 0 }), /asks for 0 bytes of memory/],
    ['big endian', bigEndian, /big endian/],
    ['one that only EFI firmware starts', zboot, /CONFIG_EFI_ZBOOT.*uncompressed Image/],
    ['an x86 bzImage', bzImage(new Uint8Array(99), 99), /arm64 Image.*was wanted; this is an x86-64 kernel/],
    ['an x86 vmlinux', pvhKernel(spin), /this is an x86-64 kernel/],
    ['an ELF file of its own', pvhKernel(spin, { machine: 183 }), /ELF vmlinux, which QEMU cannot boot/],
  ])('is refused with the reason when it is %s', (_name, bytes, reason) => {
    expect(() => bootableKernel(bytes, 'aarch64')).toThrow(reason)
  })

  it('is refused by name where an x86-64 kernel was wanted', () => {
    expect(() => bootableKernel(image)).toThrow(/bzImage.*was wanted; this is an arm64 kernel/)
    expect(() => bootableKernel(zboot)).toThrow(/this is an arm64 kernel/)
  })

  it('is taken or refused, whatever is damaged in its headers, and never breaks the reader', () => {
    const damage = fc.array(fc.tuple(fc.nat({ max: 0x150 }), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)), { minLength: 1 })
    fc.assert(
      fc.property(damage, fc.nat({ max: image.length }), (bytes, length) => {
        const file = Uint8Array.from(image)
        for (const [at, byte] of bytes) file[at] = byte
        try {
          bootableKernel(file.subarray(0, length), 'aarch64')
        } catch (error) {
          expect(['CAPBENCH_HOSTILE', 'CAPBENCH_MISSING']).toContain((error as { code?: string }).code)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
