import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'

/** A directory that is removed when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-qemu-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** A directory that is removed after the last test of the file. */
export function directoryOfFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-qemu-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
