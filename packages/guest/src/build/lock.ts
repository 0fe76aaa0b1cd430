import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { CapbenchError, type ProgramManifest } from '@capbench/core'

/** One expected digest. The file is kept for people to review in diffs, so it is indented. */
interface LockedProgram {
  readonly program: string
  readonly compiler: string
  readonly libc: string
  readonly sha256: string
}

const key = (entry: Omit<LockedProgram, 'sha256'>): string => `${entry.program}\n${entry.compiler}\n${entry.libc}`

function entryOf(manifest: ProgramManifest): LockedProgram {
  const { compiler, libc } = manifest
  return {
    program: manifest.name,
    compiler: `${compiler.name} ${compiler.version}`,
    libc: `${libc.name} ${libc.version}`,
    sha256: manifest.sha256,
  }
}

function isLockedProgram(value: unknown): value is LockedProgram {
  if (typeof value !== 'object' || value === null) return false
  const entry: Partial<Record<string, unknown>> = { ...value }
  return ['program', 'compiler', 'libc', 'sha256'].every((name) => typeof entry[name] === 'string')
}

function readLock(path: string): readonly LockedProgram[] {
  if (!existsSync(path)) return []
  const stored: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!Array.isArray(stored) || !stored.every(isLockedProgram))
    throw new CapbenchError('CAPBENCH_HOSTILE', `${path} must be a list of { program, compiler, libc, sha256 }`)
  return stored
}

/**
 * What the lock says about a freshly built program: nothing when its digest is the expected one,
 * `program-digest-unexpected` when these versions should give another one, `program-version-not-locked` when nobody has
 * recorded what these versions give.
 */
export function lockNotes(path: string, manifest: ProgramManifest): readonly string[] {
  const built = entryOf(manifest)
  const expected = readLock(path).find((entry) => key(entry) === key(built))
  if (expected === undefined) return ['program-version-not-locked']
  return expected.sha256 === built.sha256 ? [] : ['program-digest-unexpected']
}

/** Records the digests of these builds as the expected ones; entries of other versions stay. */
export function updateLock(path: string, manifests: readonly ProgramManifest[]): void {
  const built = manifests.map(entryOf)
  const kept = readLock(path).filter((entry) => !built.some((other) => key(other) === key(entry)))
  const entries = [...kept, ...built].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  writeFileSync(path, `${JSON.stringify(entries, null, 2)}\n`)
}
