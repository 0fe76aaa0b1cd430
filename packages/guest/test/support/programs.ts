import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import { buildProgram } from '../../src/build/build-program.ts'
import { buildGuestProgram, type GuestProgramName } from '../../src/build/guest-programs.ts'
import { packageRoot } from '../../src/package-root.ts'

/** A directory that is removed after the test that asked for it, or after the last one of the file. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-guest-'))
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  try {
    onTestFinished(remove)
  } catch {
    afterAll(remove) // nobody is in a test
  }
  return directory
}

/** Path of a freshly built program of this package: tests must not run what an earlier build left. */
export async function built(name: GuestProgramName, directory: string): Promise<string> {
  return (await buildGuestProgram(name, directory)).path
}

/** Path of a program that is only for tests. */
export async function builtForTest(name: string, sources: readonly string[], directory: string): Promise<string> {
  return (await buildProgram({ name, root: packageRoot, sources, outDir: directory })).path
}
