import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { CapbenchError } from '../error.ts'
import { isAlive } from './alive.ts'
import { stagePrefix } from './stage.ts'

/**
 * Moves stages that a dead process left to `<store>/quarantine/` and returns their new paths. They are never deleted: a
 * crash is evidence.
 *
 * @throws CAPBENCH_STORE where the store cannot be read or written.
 */
export function quarantineDeadStages(store: string): readonly string[] {
  const campaigns = join(store, 'campaigns')
  try {
    return existsSync(campaigns) ? readdirSync(campaigns).flatMap((name) => moveDead(store, name)) : []
  } catch (error) {
    throw new CapbenchError(
      'CAPBENCH_STORE',
      `cannot look for stages in ${campaigns}; choose a store that can be written`,
      {
        cause: error,
      },
    )
  }
}

function moveDead(store: string, name: string): readonly string[] {
  const [, pid] = /^(\d+)-/.exec(name.startsWith(stagePrefix) ? name.slice(stagePrefix.length) : '') ?? []
  if (pid === undefined || isAlive(Number(pid))) return []
  const quarantine = join(store, 'quarantine')
  const moved = join(quarantine, name.slice(stagePrefix.length))
  mkdirSync(quarantine, { recursive: true })
  try {
    renameSync(join(store, 'campaigns', name), moved)
    return [moved]
  } catch (error) {
    // Another campaign that starts at the same time was faster.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
