import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CapbenchError } from '../error.ts'
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
  /** Makes everything durable and moves the stage to its final name. Returns that directory. */
  readonly publish: () => string
}

/** Stages are named for the process that makes them, so that a later one can tell a dead one's from a live one's. */
export const stagePrefix = '.tmp-'

/** @throws CAPBENCH_STORE where the store cannot be written. */
export function openStage(store: string, campaignId: string): Stage {
  const campaigns = join(store, 'campaigns')
  const directory = join(campaigns, `${stagePrefix}${process.pid}-${campaignId}`)
  try {
    mkdirSync(campaigns, { recursive: true })
    mkdirSync(directory)
  } catch (error) {
    throw new CapbenchError('CAPBENCH_STORE', `cannot make ${directory}; choose a store that can be written`, {
      cause: error,
    })
  }
  const open = (path: string): StageFile => {
    if (!isEvidencePath(path)) throw new CapbenchError('CAPBENCH_BUG', `${path} does not obey the path grammar`)
    const file = join(directory, path)
    mkdirSync(dirname(file), { recursive: true })
    const fd = openSync(file, 'wx', 0o444)
    return {
      append: (bytes) => writeAll(fd, bytes),
      close: () => {
        fsyncSync(fd)
        closeSync(fd)
      },
    }
  }
  return {
    directory,
    open,
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
