import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { CapbenchError } from '@capbench/core'

/**
 * Where downloads and images are kept: what the caller says, else `CAPBENCH_CACHE`, else
 * `$XDG_CACHE_HOME/capbench`, else `~/.cache/capbench`. Everything in it can be deleted at any time.
 *
 * @throws CapbenchError `CAPBENCH_MISSING` for a user without a home directory, when nothing else says where
 */
export function cacheDirectory(chosen?: string, env: NodeJS.ProcessEnv = process.env): string {
  if (chosen) return resolve(chosen)
  if (env.CAPBENCH_CACHE) return resolve(env.CAPBENCH_CACHE)
  return join(env.XDG_CACHE_HOME ? resolve(env.XDG_CACHE_HOME) : join(home(), '.cache'), 'capbench')
}

function home(): string {
  try {
    return homedir()
  } catch (cause) {
    throw new CapbenchError(
      'CAPBENCH_MISSING',
      'there is no place for the cache: this user has no home directory; set CAPBENCH_CACHE to a directory',
      { cause },
    )
  }
}

const temporaryName = /\.(\d+)-[0-9a-f]{8}\.tmp$/
const temporary = (path: string): string => `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`

/** Removes what processes that are gone have left half made. */
async function sweep(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const owner = temporaryName.exec(name)?.[1]
    if (owner !== undefined && !existsSync(`/proc/${owner}`))
      await rm(join(directory, name), { recursive: true, force: true })
  }
}

/**
 * Makes a directory with those above it. Node's own recursive `mkdir` never returns where a file system such as procfs
 * answers ENOENT although the directory above is there.
 */
async function makeDirectory(path: string): Promise<void> {
  if (existsSync(path)) return
  if (dirname(path) !== path) await makeDirectory(dirname(path))
  await mkdir(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
  })
}

/** Says whose fault it is when the cache cannot be written. */
async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException
    if (cause instanceof CapbenchError || code === undefined || syscall === undefined) throw cause
    throw new CapbenchError(
      'CAPBENCH_UNREADABLE',
      `the cache ${dirname(path)} cannot be written (${code}); make room there, or set CAPBENCH_CACHE to a directory of yours`,
      { cause },
    )
  }
}

/**
 * Makes `path` a directory that `fill` has filled, in one rename: readers see all of it or nothing. Where another
 * process was faster, its directory stays.
 *
 * @param fill gets the directory to fill, and a second one for what is not kept
 * @throws CapbenchError `CAPBENCH_UNREADABLE` when the cache cannot be written, and what `fill` throws
 */
export function publishDirectory(path: string, fill: (stage: string, scratch: string) => Promise<void>): Promise<void> {
  return writing(path, async () => {
    const whole = temporary(path)
    const [stage, scratch] = [join(whole, 'stage'), join(whole, 'scratch')]
    await makeDirectory(stage)
    await mkdir(scratch)
    await sweep(dirname(path))
    try {
      await fill(stage, scratch)
      await rename(stage, path).catch(async (cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'ENOTEMPTY' && cause.code !== 'EEXIST') throw cause
      })
    } finally {
      await rm(whole, { recursive: true, force: true })
    }
  })
}

/**
 * Takes a directory out of the cache in one rename, so that nobody finds half of it, and nobody's new one is hit while
 * it is removed. One that is gone already is fine.
 */
export async function discardDirectory(path: string): Promise<void> {
  const aside = temporary(path)
  await rename(path, aside).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause
  })
  await rm(aside, { recursive: true, force: true })
}

/** Has the file exactly these bytes? One that cannot be read has not. */
async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return (await readFile(path)).equals(bytes)
  } catch {
    return false
  }
}

/**
 * Writes a file in one rename, replacing one that is there.
 *
 * @param make writes the file at the path that it is given
 * @throws CapbenchError `CAPBENCH_UNREADABLE` when the cache cannot be written, and what `make` throws
 */
export function publishMade(path: string, make: (stage: string) => Promise<void>): Promise<void> {
  return writing(path, async () => {
    const stage = temporary(path)
    await makeDirectory(dirname(path))
    await sweep(dirname(path))
    try {
      await make(stage)
      await rename(stage, path)
    } finally {
      await rm(stage, { force: true })
    }
  })
}

/**
 * Writes a file in one rename. One that is there with the same bytes stays; one that was damaged or swapped is
 * replaced.
 *
 * @throws CapbenchError `CAPBENCH_UNREADABLE` when the cache cannot be written
 */
export async function publishFile(path: string, bytes: Uint8Array): Promise<void> {
  if (await holds(path, bytes)) return
  await publishMade(path, (stage) => writeFile(stage, bytes, { mode: 0o644 }))
}
