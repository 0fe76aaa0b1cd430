import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { buildProgram } from '../../src/build/build-program.ts'
import { buildGuestProgram, type GuestProgramName } from '../../src/build/guest-programs.ts'
import { packageRoot } from '../../src/package-root.ts'

/**
 * A directory that is removed after the test that asked for it, or after the last one of the file. A file's own is made
 * before its first test: no hook would remove it where all tests are filtered out.
 */
export function temporaryDirectory(): string {
  const directory = join(tmpdir(), `capbench-guest-${randomBytes(6).toString('hex')}`)
  const make = (): void => void mkdirSync(directory, { mode: 0o700 })
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  try {
    onTestFinished(remove)
  } catch {
    beforeAll(make) // nobody is in a test
    afterAll(remove)
    return directory
  }
  make()
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
