import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { buildProgram } from '../../src/build/build-program.ts'
import { buildGuestProgram, type GuestProgramName } from '../../src/build/guest-programs.ts'
import { packageRoot } from '../../src/package-root.ts'

/** A directory of this test file, removed after its last test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-guest-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
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
