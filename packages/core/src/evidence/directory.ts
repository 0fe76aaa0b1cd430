import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { byCodeUnits } from '../encode/canonical.ts'
import { CapbenchError } from '../error.ts'
import { isEvidencePath, isName } from './paths.ts'
import type { EvidenceReader } from './reader.ts'

/** Limits of a directory that is read. */
const limits = { files: 65_536, fileBytes: 64 * 1024 * 1024 + 1024 * 1024 } as const

const hostile = (message: string): never => {
  throw new CapbenchError('CAPBENCH_HOSTILE', message)
}

/**
 * Every regular file below a directory, as sorted evidence paths. Walks with `lstat` at every level, so that no link is
 * followed and nothing outside is touched.
 *
 * @throws CAPBENCH_HOSTILE for a link, device, FIFO or socket, a name outside the path grammar, or too many files.
 */
export function listFiles(directory: string): readonly string[] {
  const found: string[] = []
  const walk = (below: string): void => {
    const entries = readdirSync(join(directory, below), { withFileTypes: true })
    if (entries.length === 0) hostile(`${below || directory} is an empty directory; evidence holds files`)
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (!isName(entry.name) || !isEvidencePath(path)) {
        hostile(`${JSON.stringify(path)} does not obey the path grammar; evidence holds plain lower-case names only`)
      }
      if (entry.isDirectory()) walk(path)
      else if (entry.isFile()) found.push(path)
      else hostile(`${path} is neither a regular file nor a directory; links, devices and FIFOs are refused`)
      if (found.length > limits.files) hostile(`there are more than ${limits.files} files`)
    }
  }
  if (!lstatSync(directory).isDirectory()) hostile(`${directory} is not a directory`)
  walk('')
  return found.sort(byCodeUnits)
}

/** Opens a directory for the pure steps. Nothing is read before it is asked for. */
export function openDirectory(directory: string): EvidenceReader {
  const paths = listFiles(directory)
  const known = new Set(paths)
  return {
    paths,
    has: (path) => known.has(path),
    read: (path) => {
      if (!known.has(path)) hostile(`${JSON.stringify(path)} is wanted and not there`)
      return readRegular(join(directory, path), path)
    },
  }
}

/** Reads a file that must be a regular one: size and bytes come from one descriptor that does not follow links. */
function readRegular(file: string, path: string): Uint8Array {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) hostile(`${path} is not a regular file`)
    if (stat.size > limits.fileBytes) hostile(`${path} has ${stat.size} bytes, at most ${limits.fileBytes} are read`)
    const bytes = new Uint8Array(stat.size)
    for (let done = 0; done < bytes.length; ) {
      const got = readSync(fd, bytes, done, bytes.length - done, done)
      if (got === 0) hostile(`${path} shrank while it was read`)
      done += got
    }
    return bytes
  } finally {
    closeSync(fd)
  }
}
