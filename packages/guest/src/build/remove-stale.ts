import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ProgramFile } from '@capbench/core'

/**
 * Removes the programs in and below a directory that a build has not made: those of earlier sources, and of compilers
 * that are gone. What begins with a dot is the stage of a build that may still run, and stays.
 */
export function removeStalePrograms(directory: string, built: readonly ProgramFile[]): void {
  const kept = new Set(built.flatMap(({ path }) => [dirname(path), path, `${path}.json`]))
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.name.startsWith('.')) continue
    if (!kept.has(path)) rmSync(path, { recursive: true, force: true })
    else if (entry.isDirectory()) removeStalePrograms(path, built)
  }
}
