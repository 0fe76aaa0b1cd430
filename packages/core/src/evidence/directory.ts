import { lstatSync, opendirSync } from 'node:fs'
import { join } from 'node:path'
import { byCodeUnits, quoteForMessage } from '../encode/canonical.ts'
import { CapbenchError } from '../error.ts'
import { isEvidencePath, isName } from './paths.ts'
import type { EvidenceReader } from './reader.ts'
import { type FileIdentity, identify, readRegular } from './regular-file.ts'

/** Most files of a campaign, and the largest of them: a channel at its limit, with room for what stands around it. */
const limits = { files: 65_536, fileBytes: 64 * 1024 * 1024 + 1024 * 1024 } as const

/** Most bytes of all files of a campaign together, unless the caller says more. */
export const defaultMaxBytes = 2 * 1024 ** 3

const hostile = (message: string): never => {
  throw new CapbenchError('CAPBENCH_HOSTILE', message)
}

/**
 * Every regular file below a directory by its evidence path, sorted. Walks with `lstat` at every level, so that no link
 * is followed and nothing outside is touched; the walk ends at the first file too many.
 *
 * @throws CAPBENCH_HOSTILE for a link, device, FIFO or socket, a name outside the path grammar, more than 65,536 files,
 *   a file above 65 MiB, or more than `maxBytes` in all
 */
export function listFiles(directory: string, maxBytes = defaultMaxBytes): ReadonlyMap<string, FileIdentity> {
  const found = new Map<string, FileIdentity>()
  let total = 0
  const add = (path: string) => {
    if (found.size === limits.files) hostile(`there are more than ${limits.files} files`)
    const identity = identify(join(directory, path), path)
    const { size } = identity
    if (size > limits.fileBytes) hostile(`${path} has ${size} bytes, at most ${limits.fileBytes} are read`)
    total += size
    if (total > maxBytes) {
      hostile(`the files have more than ${maxBytes} bytes together; allow more with \`maxBytes\` if that is meant`)
    }
    found.set(path, identity)
  }
  const walk = (below: string): void => {
    let empty = true
    const opened = opendirSync(join(directory, below))
    try {
      for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) {
        empty = false
        const path = below === '' ? entry.name : `${below}/${entry.name}`
        if (!isName(entry.name) || !isEvidencePath(path)) {
          hostile(`${quoteForMessage(path)} does not obey the path grammar; evidence holds plain lower-case names only`)
        }
        if (entry.isDirectory()) walk(path)
        else add(path)
      }
    } finally {
      opened.closeSync()
    }
    if (empty) hostile(`${below || directory} is an empty directory; evidence holds files`)
  }
  if (!lstatSync(directory).isDirectory()) hostile(`${directory} is not a directory`)
  walk('')
  return new Map([...found].sort(([a], [b]) => byCodeUnits(a, b)))
}

/**
 * Opens a directory for the pure steps. Every file was looked at, and none is read before it is asked for.
 *
 * @param directory or a function that says where it lies, since publishing renames it
 * @throws CAPBENCH_HOSTILE as `listFiles`; the reader throws it for a file that was exchanged since
 */
export function openDirectory(directory: string | (() => string), maxBytes?: number): EvidenceReader {
  const place = typeof directory === 'string' ? () => directory : directory
  const known = listFiles(place(), maxBytes)
  return {
    paths: [...known.keys()],
    has: (path) => known.has(path),
    read: (path) => {
      const identity = known.get(path)
      if (identity === undefined) return hostile(`${quoteForMessage(path)} is wanted and not there`)
      return readRegular(join(place(), path), path, limits.fileBytes, identity)
    },
  }
}
