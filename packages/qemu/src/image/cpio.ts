import { CapbenchError } from '@capbench/core'

/** One member of an archive. `path` is relative, without a leading slash. */
export type CpioEntry =
  | { readonly kind: 'directory'; readonly path: string; readonly mode: number }
  | { readonly kind: 'file'; readonly path: string; readonly mode: number; readonly bytes: Uint8Array }
  | { readonly kind: 'symlink'; readonly path: string; readonly to: string }
  | {
      readonly kind: 'character-device'
      readonly path: string
      readonly mode: number
      readonly major: number
      readonly minor: number
    }

const typeBits = { directory: 0o040000, file: 0o100000, symlink: 0o120000, 'character-device': 0o020000 } as const
const trailer = 'TRAILER!!!'
const validPath = /^(?!TRAILER!!!$)[^/\0]+(?:\/[^/\0]+)*$/

const padding = (length: number, to: number): Uint8Array => new Uint8Array((to - (length % to)) % to)

function member(
  name: string,
  fields: { mode: number; ino: number; nlink: number; major: number; minor: number },
  data: Uint8Array,
) {
  const path = Buffer.from(`${name}\0`)
  // order of fields: initramfs buffer format (Documentation/driver-api/early-userspace/buffer-format.rst)
  const numbers = [
    fields.ino,
    fields.mode,
    0,
    0,
    fields.nlink,
    0,
    data.length,
    0,
    0,
    fields.major,
    fields.minor,
    path.length,
    0,
  ]
  const header = Buffer.from(
    `070701${numbers.map((value) => value.toString(16).padStart(8, '0').toUpperCase()).join('')}`,
  )
  return [header, path, padding(header.length + path.length, 4), data, padding(data.length, 4)]
}

/**
 * Writes a `newc` cpio archive, the format of a Linux initramfs.
 *
 * The same entries give the same bytes: they are sorted by path, numbered from 1, owned by root and dated 0.
 *
 * @throws CapbenchError `CAPBENCH_BUG` for a path that is absolute, empty, repeated, or passes through `..`
 */
export function writeCpio(entries: readonly CpioEntry[]): Uint8Array {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const parts: Uint8Array[] = []
  let previous: string | undefined
  for (const [index, entry] of sorted.entries()) {
    if (!validPath.test(entry.path) || entry.path.split('/').some((part) => part === '.' || part === '..'))
      throw new CapbenchError(
        'CAPBENCH_BUG',
        `an archive path must be relative and plain, got ${JSON.stringify(entry.path)}`,
      )
    if (entry.path === previous)
      throw new CapbenchError('CAPBENCH_BUG', `the archive path ${entry.path} is given twice`)
    previous = entry.path
    const data = entry.kind === 'file' ? entry.bytes : Buffer.from(entry.kind === 'symlink' ? entry.to : '')
    const mode = typeBits[entry.kind] | (entry.kind === 'symlink' ? 0o777 : entry.mode & 0o7777)
    const device = entry.kind === 'character-device' ? entry : { major: 0, minor: 0 }
    const nlink = entry.kind === 'directory' ? 2 : 1
    parts.push(...member(entry.path, { mode, ino: index + 1, nlink, major: device.major, minor: device.minor }, data))
  }
  parts.push(...member(trailer, { mode: 0, ino: 0, nlink: 1, major: 0, minor: 0 }, new Uint8Array()))
  const whole = Buffer.concat(parts)
  return Buffer.concat([whole, padding(whole.length, 512)])
}
