import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CapbenchError,
  canonicalBytes,
  isName,
  type ProgramFile,
  type ProgramManifest,
  sha256Hex,
} from '@capbench/core'
import { lockNotes } from './lock.ts'

/** Where a program goes, and what it is expected to be. */
export interface ProgramPlace {
  /** Name of the program and of the two files that are written: `^[a-z0-9][a-z0-9._-]{0,63}$`. */
  readonly name: string
  /** Gets `<name>` and `<name>.json`; made when absent. */
  readonly outDir: string
  /** Expected digests; without it no digest is expected. */
  readonly lock?: string
}

/** What the maker of a program knows about it. */
export type MadeProgram = Omit<ProgramManifest, 'name' | 'sha256' | 'bytes'>

/**
 * Has a program made in a stage, and writes it beside its manifest, each by a rename; a failure leaves nothing behind.
 *
 * @param make writes the program to `binary`; other files may lie in `stage`
 * @throws CapbenchError CAPBENCH_USAGE for a bad name
 */
export async function publishProgram(
  { name, outDir, lock }: ProgramPlace,
  make: (binary: string, stage: string) => Promise<MadeProgram>,
): Promise<ProgramFile> {
  if (!isName(name))
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `a program name must match ^[a-z0-9][a-z0-9._-]{0,63}$, not ${JSON.stringify(name)}`,
    )
  mkdirSync(outDir, { recursive: true })
  const stage = mkdtempSync(join(outDir, `.${name}-`))
  try {
    const binary = join(stage, name)
    const made = await make(binary, stage)
    const bytes = readFileSync(binary)
    const built: ProgramManifest = { ...made, name, sha256: sha256Hex(bytes), bytes: bytes.length }
    const manifest = { ...built, notes: [...built.notes, ...(lock === undefined ? [] : lockNotes(lock, built))] }
    const path = join(outDir, name)
    writeFileSync(`${binary}.json`, canonicalBytes(manifest))
    renameSync(binary, path)
    renameSync(`${binary}.json`, `${path}.json`)
    return { name, path, manifest }
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}
