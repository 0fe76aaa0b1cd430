import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CapbenchError } from '@capbench/core'
import { publishMade } from '../cache/directory.ts'
import { type Checked, type OpenedState, openState } from './file.ts'

/** A state that can be restored, and how it came. */
export type ReadyState = Extract<OpenedState, { readonly whole: true }> & {
  /** `true`: it was saved just now. */
  readonly fresh: boolean
  /** Why a state that was there could not be used. */
  readonly replaced?: string
}

/** Saved states of machines, kept in the cache by their keys. */
export interface StateStore {
  /**
   * Opens the state of a key; where there is none that is whole, has it saved first.
   *
   * @param save writes the state to the file it is given, which becomes the state in one rename
   */
  readonly take: (key: string, save: (path: string) => Promise<void>) => Promise<ReadyState>
  /** Removes a state that QEMU did not take. */
  readonly discard: (key: string) => Promise<void>
}

/** States that are kept, of some 40 MB each; one that is in use stays open when its file goes. */
const mostStates = 32

/** Removes the states that were saved longest ago: every new kernel, program or boot of the host leaves old ones. */
async function forgetOldest(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.state'))
  const dated = await Promise.all(
    names.map(async (name) => {
      const path = join(directory, name)
      const savedMs = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      )
      return { path, savedMs }
    }),
  )
  const old = dated.sort((a, b) => b.savedMs - a.savedMs).slice(mostStates)
  await Promise.all(old.map(({ path }) => rm(path, { force: true })))
}

export function stateStore(cacheDir: string): StateStore {
  const checked: Checked = new Map()
  const pathOf = (key: string): string => join(cacheDir, 'snapshots', `${key}.state`)
  const present = async (key: string): Promise<OpenedState | undefined> => {
    try {
      return await openState(pathOf(key), key, checked)
    } catch (error) {
      const { code = 'EIO' } = error as NodeJS.ErrnoException
      return code === 'ENOENT' ? undefined : { whole: false, why: `it cannot be read (${code})` }
    }
  }
  return {
    take: async (key, save) => {
      const found = await present(key)
      if (found?.whole) return { ...found, fresh: false }
      await publishMade(pathOf(key), save)
      await forgetOldest(join(cacheDir, 'snapshots'))
      const saved = await openState(pathOf(key), key, checked)
      if (!saved.whole)
        throw new CapbenchError(
          'CAPBENCH_UNREADABLE',
          `the state that was saved just now cannot be used: ${saved.why}; look after the disk of the cache ${cacheDir}`,
        )
      return { ...saved, fresh: true, ...(found && { replaced: found.why }) }
    },
    discard: (key) => rm(pathOf(key), { force: true }),
  }
}
