import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalBytes } from '../encode/canonical.ts'
import { CapbenchError } from '../error.ts'
import { isAlive } from './alive.ts'
import { freeName } from './index-file.ts'
import { makeDirectories } from './make-directories.ts'
import { stagePrefix } from './stage.ts'

/** A stage whose process is gone. */
export interface DeadStage {
  /** Of its directory under `campaigns/`. */
  readonly name: string
  readonly campaignId: string
}

/** Stages that a dead process left, the oldest first. @throws CAPBENCH_STORE where the store cannot be read. */
export function deadStages(store: string): readonly DeadStage[] {
  const campaigns = join(store, 'campaigns')
  return storing(campaigns, () => (existsSync(campaigns) ? readdirSync(campaigns) : []))
    .flatMap((name) => {
      const [, pid, campaignId] =
        /^(\d+)-(.+)$/.exec(name.startsWith(stagePrefix) ? name.slice(stagePrefix.length) : '') ?? []
      return pid === undefined || campaignId === undefined || isAlive(Number(pid)) ? [] : [{ name, campaignId }]
    })
    .sort((a, b) => (a.campaignId < b.campaignId ? -1 : 1))
}

/**
 * Makes a dead process's stage this one's, by one rename that only one process can win.
 *
 * @returns its directory, or undefined where another process was faster
 * @throws CAPBENCH_STORE
 */
export function claimStage(store: string, name: string, campaignId: string): string | undefined {
  const claimed = join(store, 'campaigns', `${stagePrefix}${process.pid}-${campaignId}`)
  return storing(claimed, () => {
    try {
      renameSync(join(store, 'campaigns', name), claimed)
      return claimed
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  })
}

/**
 * Moves a stage of this process to `<store>/quarantine/`, with the reason in its `quarantine.json`. It is never
 * deleted: a crash is evidence.
 *
 * @param name how it is called there
 * @returns its new path
 * @throws CAPBENCH_STORE
 */
export function moveToQuarantine(store: string, directory: string, name: string, reason: string): string {
  const quarantine = join(store, 'quarantine')
  return storing(quarantine, () => {
    makeDirectories(quarantine)
    const wanted = join(quarantine, name)
    const moved = existsSync(wanted) ? freeName(wanted) : wanted
    renameSync(directory, moved)
    const note = { schema: 'capbench.quarantine/1', movedUtc: new Date().toISOString(), reason: reason.toWellFormed() }
    writeFileSync(join(moved, 'quarantine.json'), canonicalBytes(note), { flag: 'wx' })
    return moved
  })
}

/** How a dead stage is called in quarantine: the id of its process, and of its campaign. */
export const quarantineName = (stage: string): string => stage.slice(stagePrefix.length)

/** Moves every stage that a dead process left to quarantine, and returns their new paths. @throws CAPBENCH_STORE */
export function quarantineDeadStages(store: string, reason: string): readonly string[] {
  return deadStages(store).flatMap(({ name, campaignId }) => {
    const directory = claimStage(store, name, campaignId)
    return directory === undefined ? [] : [moveToQuarantine(store, directory, quarantineName(name), reason)]
  })
}

function storing<T>(place: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const message = `cannot look after stages in ${place}; choose a store that can be written`
    throw new CapbenchError('CAPBENCH_STORE', message, { cause: error })
  }
}
