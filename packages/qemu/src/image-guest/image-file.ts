import { open, stat } from 'node:fs/promises'
import { CapbenchError } from '@capbench/core'
import { sha256OfFile } from '../cache/digest.ts'

/** A file that a machine is started from, as it was when it was described. */
export interface ImageFile {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  /** Changes whenever the file does. */
  readonly stamp: string
}

/** A disk image and how QEMU is to read it. */
export interface DiskImage extends ImageFile {
  readonly format: 'raw' | 'qcow2'
}

async function stampOf(path: string): Promise<{ readonly bytes: number; readonly stamp: string }> {
  const { size, mtimeNs, ctimeNs, ino, dev } = await stat(path, { bigint: true })
  return { bytes: Number(size), stamp: [dev, ino, size, mtimeNs, ctimeNs].join(':') }
}

/**
 * Reads a file through once.
 *
 * @throws CapbenchError `CAPBENCH_UNREADABLE` for one that is missing, empty, no file, or changes meanwhile
 */
export async function describeImage(path: string): Promise<ImageFile> {
  const before = await readable(path, () => stampOf(path))
  if (before.bytes === 0) throw unreadable(path, 'it is empty')
  const sha256 = await readable(path, () => sha256OfFile(path))
  const after = await readable(path, () => stampOf(path))
  if (after.stamp !== before.stamp) throw unreadable(path, 'it changed while it was read')
  return { path, sha256, ...after }
}

/**
 * The same for a disk, whose format is read from its first bytes and not left to QEMU to guess.
 *
 * @throws CapbenchError `CAPBENCH_UNREADABLE` also for a format that is not taken, and for an image that is only the
 *   difference to another file, because its digest would not cover that
 */
export async function describeDisk(path: string): Promise<DiskImage> {
  const file = await describeImage(path)
  const head = await readable(path, () => firstBytes(path, 512))
  const convert = `convert it: qemu-img convert -O qcow2 ${path} flat.qcow2`
  const foreign = foreignFormats.find(({ magic }) => head.subarray(0, magic.length).toString('latin1') === magic)
  if (foreign) throw unreadable(path, `it is a ${foreign.name} image, and raw or qcow2 is wanted; ${convert}`)
  if (head.subarray(0, 4).toString('latin1') !== 'QFI\xfb') return { ...file, format: 'raw' }
  const version = head.length >= 104 ? head.readUInt32BE(4) : 0
  const externalData = version >= 3 && (head.readBigUInt64BE(72) & 4n) !== 0n
  if (version < 2 || head.readBigUInt64BE(8) !== 0n || externalData)
    throw unreadable(path, `it refers to another file, which its digest would not cover; ${convert}`)
  return { ...file, format: 'qcow2' }
}

const foreignFormats = [
  { magic: 'KDMV', name: 'VMDK' },
  { magic: 'vhdxfile', name: 'VHDX' },
  { magic: 'conectix', name: 'VHD' },
  { magic: '\x1f\x8b', name: 'gzip-compressed' },
  { magic: '\xfd7zXZ', name: 'xz-compressed' },
  { magic: '\x28\xb5\x2f\xfd', name: 'zstd-compressed' },
  { magic: 'BZh', name: 'bzip2-compressed' },
  { magic: 'PK\x03\x04', name: 'zip' },
] as const

/** Why a file is not the one that was described, or undefined where it is. Cheap: it looks at times and size. */
export async function changeOf({ path, stamp }: ImageFile): Promise<string | undefined> {
  try {
    return (await stampOf(path)).stamp === stamp ? undefined : `${path} changed after it was described`
  } catch (error) {
    return `${path} cannot be read any more: ${(error as Error).message}`
  }
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(count), 0, count, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function readable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw unreadable(path, (cause as Error).message, cause)
  }
}

function unreadable(path: string, why: string, cause?: unknown): CapbenchError {
  return new CapbenchError('CAPBENCH_UNREADABLE', `the image ${path} cannot be booted: ${why}`, { cause })
}
