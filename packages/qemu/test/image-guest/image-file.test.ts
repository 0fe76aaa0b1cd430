import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changeOf, describeDisk, describeImage } from '../../src/image-guest/image-file.ts'
import { temporaryDirectory } from '../helpers/directory.ts'

function file(bytes: Uint8Array | string): string {
  const path = join(temporaryDirectory(), 'image')
  writeFileSync(path, bytes)
  return path
}

/** The header of qcow2 (QEMU, docs/interop/qcow2.txt). */
function qcow2({ version = 3, backing = 0n, incompatible = 0n } = {}): Buffer {
  const header = Buffer.alloc(512)
  header.write('QFI\xfb', 'latin1')
  header.writeUInt32BE(version, 4)
  header.writeBigUInt64BE(backing, 8)
  header.writeBigUInt64BE(incompatible, 72)
  return header
}

describe('a disk image', () => {
  it('is raw or qcow2, by its first bytes', async () => {
    expect(await describeDisk(file('no header at all'))).toMatchObject({ format: 'raw', bytes: 16 })
    expect(await describeDisk(file(qcow2()))).toMatchObject({ format: 'qcow2' })
    expect(await describeDisk(file(qcow2({ version: 2 })))).toMatchObject({ format: 'qcow2' })
  })

  it.each([
    ['a backing file', qcow2({ backing: 104n })],
    ['an external data file', qcow2({ incompatible: 4n })],
  ])('with %s is refused, since its digest would not cover that', async (_, header) => {
    await expect(describeDisk(file(header))).rejects.toThrow(/refers to another file.*qemu-img convert/)
  })

  it.each(['KDMV', 'vhdxfile', 'conectix'])('of another format is refused: %s', async (magic) => {
    await expect(describeDisk(file(magic.padEnd(600)))).rejects.toThrow(/raw or qcow2 is wanted; convert it/)
  })

  it('that is compressed is refused', async () => {
    await expect(describeDisk(file(Buffer.from([0x1f, 0x8b, 8, 0])))).rejects.toThrow(/gzip-compressed/)
  })
})

describe('an image', () => {
  it('that is missing, empty or a directory is refused', async () => {
    await expect(describeImage('/nonexistent/image')).rejects.toThrow(/cannot be booted: .*ENOENT/)
    await expect(describeImage(file(''))).rejects.toThrow(/it is empty/)
    await expect(describeImage(temporaryDirectory())).rejects.toThrow(/EISDIR/)
  })

  it('that changes after it was described is noticed, even if its size stays', async () => {
    const path = file('one')
    const described = await describeImage(path)
    expect(await changeOf(described)).toBeUndefined()
    writeFileSync(path, 'two')
    utimesSync(path, 1, 1)
    expect(await changeOf(described)).toContain('changed after it was described')
    expect(await changeOf({ ...described, path: '/nonexistent' })).toContain('cannot be read any more')
  })
})
