import { readFileSync } from 'node:fs'
import { CapbenchError, canonicalJson, type ProgramManifest } from '@capbench/core'

const isText = (value: unknown): value is string => typeof value === 'string'
const isDigest = (value: unknown): value is string => isText(value) && /^[0-9a-f]{64}$/.test(value)

function fieldsOf(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function isNameAndVersion(value: unknown): value is ProgramManifest['compiler'] {
  const { name, version } = fieldsOf(value)
  return isText(name) && isText(version)
}

function isSource(value: unknown): value is ProgramManifest['sources'][number] {
  const { path, sha256 } = fieldsOf(value)
  return isText(path) && isDigest(sha256)
}

function isManifest(value: unknown): value is ProgramManifest {
  const { name, sha256, bytes, compiler, libc, flags, sources, notes } = fieldsOf(value)
  const lists = Array.isArray(flags) && Array.isArray(sources) && Array.isArray(notes)
  return (
    isText(name) &&
    isDigest(sha256) &&
    typeof bytes === 'number' &&
    Number.isSafeInteger(bytes) &&
    bytes > 0 &&
    isNameAndVersion(compiler) &&
    isNameAndVersion(libc) &&
    lists &&
    flags.every(isText) &&
    sources.every(isSource) &&
    notes.every(isText)
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Reads what `buildProgram` wrote beside a program.
 *
 * @throws CapbenchError CAPBENCH_UNREADABLE when the file cannot be read, CAPBENCH_HOSTILE when it is no manifest in
 *   its RFC 8785 form.
 */
export function readProgramManifest(path: string): ProgramManifest {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CapbenchError('CAPBENCH_UNREADABLE', `the program manifest ${path} cannot be read`, { cause })
  }
  const value = parse(text)
  if (!isManifest(value) || canonicalJson(value) !== text)
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `${path} is not a program manifest in its RFC 8785 form; build the program again`,
    )
  return value
}
