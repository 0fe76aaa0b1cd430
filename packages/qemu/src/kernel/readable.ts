import { readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import process from 'node:process'
import { CapbenchError } from '@capbench/core'

function whoAmI(): string {
  const uid = process.geteuid?.()
  try {
    return `${userInfo().username} (uid ${uid})`
  } catch {
    return `uid ${uid}` // a user without an entry in the password file
  }
}

async function modeAndOwner(path: string): Promise<string> {
  try {
    const { mode, uid, gid } = await stat(path)
    return `its mode is ${(mode & 0o7777).toString(8).padStart(4, '0')}, its owner uid ${uid}, gid ${gid}`
  } catch {
    return 'its mode cannot be read either: a directory above it is closed to this user'
  }
}

/**
 * Reads a kernel file that the caller named.
 *
 * @throws CapbenchError `CAPBENCH_MISSING` or `CAPBENCH_UNREADABLE` with path, mode, owner, user and the remedy
 */
export async function readKernelFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    const { code = 'EIO' } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new CapbenchError('CAPBENCH_MISSING', `there is no kernel at ${path} (${code}); check the path`, { cause })
    if (code === 'EISDIR')
      throw new CapbenchError(
        'CAPBENCH_UNREADABLE',
        `the kernel ${path} is a directory; give the path of an image in it`,
        { cause },
      )
    throw new CapbenchError(
      'CAPBENCH_UNREADABLE',
      `the kernel ${path} cannot be read (${code}): ${await modeAndOwner(path)}, ` +
        `and this process runs as ${whoAmI()}. ` +
        'Have its owner make it readable, or give the path of a copy that this user can read',
      { cause },
    )
  }
}
