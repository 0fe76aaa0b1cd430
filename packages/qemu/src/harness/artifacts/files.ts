import {
  closeSync,
  constants,
  fstatSync,
  globSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { join, relative, sep } from 'node:path'

/** What a file was like; another value means that it was written. */
export type FileState = string

/** Files below a directory that a path or glob names, relative to it, in order. Directories and links are left out. */
export function filesOf(directory: string, pattern: string): readonly string[] {
  const paths = /[*?[\]{}]/.test(pattern) ? globSync(pattern, { cwd: directory }) : [pattern]
  return paths
    .map((path) => relative(directory, join(directory, path)))
    .filter((path) => isInside(directory, path))
    .sort((a, b) => (a < b ? -1 : 1))
}

/** Lies a regular file there whose real path is below the directory? */
function isInside(directory: string, path: string): boolean {
  try {
    const file = join(directory, path)
    return lstatSync(file).isFile() && realpathSync(file).startsWith(realpathSync(directory) + sep)
  } catch {
    return false
  }
}

/** `ctime` is the kernel's own: no program sets it back, as `touch` and `cp -p` do with `mtime`. */
export function stateOf(directory: string, path: string): FileState | undefined {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(join(directory, path), { bigint: true })
    return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`
  } catch {
    return undefined
  }
}

/** The bytes of a regular file; its size where it is larger than `maxBytes`; undefined where it cannot be read. */
export function readFile(directory: string, path: string, maxBytes: number): Uint8Array | number | undefined {
  let descriptor: number
  try {
    // A pipe in the place of a file must not hold us up.
    descriptor = openSync(join(directory, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch {
    return undefined
  }
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return undefined
    if (stat.size > maxBytes) return stat.size
    const bytes = Buffer.alloc(stat.size)
    let length = 0
    for (let got = -1; got !== 0 && length < bytes.length; length += got)
      got = readSync(descriptor, bytes, length, bytes.length - length, length)
    return bytes.subarray(0, length)
  } catch {
    return undefined
  } finally {
    closeSync(descriptor)
  }
}
