import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'

/** An empty directory that is gone when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-core-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** The same for all tests of a file. */
export function temporaryDirectoryForAll(): string {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-core-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
