import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { CapbenchError } from '../error.ts'

/** What identifies a file while it is looked at, and how large it was. */
export interface FileIdentity {
  readonly dev: number
  readonly ino: number
  readonly size: number
}

const hostile = (message: string): never => {
  throw new CapbenchError('CAPBENCH_HOSTILE', message)
}

/**
 * What is there, without following a link.
 *
 * @param path as it should read in the message
 * @throws CAPBENCH_HOSTILE where it is no regular file
 */
export function identify(file: string, path: string): FileIdentity {
  const stat = lstatSync(file)
  if (!stat.isFile()) hostile(`${path} is neither a regular file nor a directory; links, devices and FIFOs are refused`)
  return stat
}

/**
 * Reads a file that must be a regular one: kind, size and bytes come from one descriptor, which was opened without
 * following a link and without waiting for a writer. Nothing is allocated before the size is known to be allowed.
 *
 * @param known what was there when it was listed: a file that was exchanged, also by way of a directory above it, is
 *   refused
 * @throws CAPBENCH_HOSTILE
 */
export function readRegular(file: string, path: string, maxBytes: number, known?: FileIdentity): Uint8Array {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) hostile(`${path} is not a regular file`)
    if (known !== undefined && (stat.dev !== known.dev || stat.ino !== known.ino)) {
      hostile(`${path} is another file than the one that was listed`)
    }
    if (known !== undefined && stat.size !== known.size) hostile(`${path} changed its size while it was read`)
    if (stat.size > maxBytes) hostile(`${path} has ${stat.size} bytes, at most ${maxBytes} are read`)
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
