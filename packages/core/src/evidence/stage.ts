import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CapbenchError, messageOf } from '../error.ts'
import { makeDirectories } from './make-directories.ts'
import { isEvidencePath } from './paths.ts'

/** A file of a stage that is written piece by piece. */
export interface StageFile {
  readonly append: (bytes: Uint8Array) => void
  /** Flushes to disk and closes. */
  readonly close: () => void
}

/** A campaign that is being made: a directory beside the published ones, which one rename publishes. */
export interface Stage {
  readonly directory: string
  readonly write: (path: string, bytes: Uint8Array) => void
  readonly open: (path: string) => StageFile
  /** Bytes that are in it. */
  readonly bytes: () => number
  /** Makes everything durable and moves the stage to its final name. Returns that directory. */
  readonly publish: () => string
}

/** Stages are named for the process that makes them, so that a later one can tell a dead one's from a live one's. */
export const stagePrefix = '.tmp-'

/** @throws CAPBENCH_STORE where the store cannot be written. */
export function openStage(store: string, campaignId: string): Stage {
  const campaigns = join(store, 'campaigns')
  const directory = join(campaigns, `${stagePrefix}${process.pid}-${campaignId}`)
  storing(directory, () => {
    makeDirectories(campaigns)
    mkdirSync(directory)
  })
  return stageIn(campaigns, directory, campaignId, 0)
}

/** Goes on with a stage that is this process's by its name. */
export function adoptStage(store: string, directory: string, campaignId: string): Stage {
  const sizes = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size)
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  return stageIn(join(store, 'campaigns'), directory, campaignId, bytes)
}

function stageIn(campaigns: string, directory: string, campaignId: string, bytes: number): Stage {
  let written = bytes
  const open = (path: string): StageFile => {
    if (!isEvidencePath(path)) throw new CapbenchError('CAPBENCH_BUG', `${path} does not obey the path grammar`)
    const file = join(directory, path)
    const fd = storing(path, () => {
      makeDirectories(dirname(file))
      return openSync(file, 'wx', 0o444)
    })
    return {
      append: (bytes) => {
        storing(path, () => writeAll(fd, bytes))
        written += bytes.length
      },
      close: () =>
        storing(path, () => {
          try {
            fsyncSync(fd)
          } finally {
            closeSync(fd)
          }
        }),
    }
  }
  return {
    directory,
    open,
    bytes: () => written,
    write: (path, bytes) => {
      const file = open(path)
      file.append(bytes)
      file.close()
    },
    publish: () => {
      const final = join(campaigns, campaignId)
      syncDirectories(directory)
      // A rename onto a non-empty directory fails, which is right: nothing published is ever replaced.
      renameSync(directory, final)
      syncDirectory(campaigns)
      return final
    },
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
}

/** @throws CAPBENCH_STORE where the file system refuses. */
function storing<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new CapbenchError(
      'CAPBENCH_STORE',
      `cannot write ${what}: ${messageOf(error)}; choose a store that can be written and has room`,
      { cause: error },
    )
  }
}

function syncDirectories(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) syncDirectories(join(directory, entry.name))
  }
  syncDirectory(directory)
}

function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r')
  fsyncSync(fd)
  closeSync(fd)
}
