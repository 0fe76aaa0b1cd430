import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { stagePrefix } from './stage.ts'

/**
 * Moves stages that a dead process left to `<store>/quarantine/` and returns their new paths. They are never deleted: a
 * crash is evidence.
 */
export function quarantineDeadStages(store: string): readonly string[] {
  const campaigns = join(store, 'campaigns')
  if (!existsSync(campaigns)) return []
  return readdirSync(campaigns).flatMap((name) => {
    if (!name.startsWith(stagePrefix)) return []
    const pid = Number.parseInt(name.slice(stagePrefix.length), 10)
    if (isAlive(pid)) return []
    const quarantine = join(store, 'quarantine')
    mkdirSync(quarantine, { recursive: true })
    const moved = join(quarantine, name.slice(stagePrefix.length))
    renameSync(join(campaigns, name), moved)
    return [moved]
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
