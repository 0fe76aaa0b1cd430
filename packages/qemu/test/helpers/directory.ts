import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'

/** A directory that is removed when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-qemu-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** A directory that is made before the first test of the file, if one runs at all, and removed after the last one. */
export function directoryOfFile(): string {
  const directory = join(tmpdir(), `capbench-qemu-${randomBytes(6).toString('hex')}`)
  beforeAll(() => void mkdirSync(directory, { mode: 0o700 }))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
