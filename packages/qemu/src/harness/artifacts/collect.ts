import { dirname, isAbsolute, normalize } from 'node:path'
import { CapbenchError, isName, type JsonObject, type TranscriptSink } from '@capbench/core'
import { monotonicNs } from '@capbench/host'
import { redactText } from '../../secrets/redact.ts'
import type { HarnessArtifact } from '../options.ts'
import { type FileState, filesOf, readFile, stateOf } from './files.ts'
import { artifactName, qemuLogName } from './names.ts'

export interface ArtifactWish {
  readonly cwd: string
  readonly artifacts: readonly HarnessArtifact[]
  readonly qemuLog: string | undefined
  readonly maxBytes: number
  /** Texts that no name of a kept file may hold. */
  readonly secrets: readonly string[]
}

/** Files as they were before the run. */
export interface Before {
  /** Keeps what was written since, and tells what was kept and what was not. */
  readonly collect: (sink: TranscriptSink) => void
}

/** More files of one run are named and left out. */
const maxFiles = 256

/**
 * Looks at the files that a harness may write, before it runs: what it does not write is an earlier run's.
 *
 * @throws CapbenchError `CAPBENCH_DEFINITION` for a path that leads out of the directory
 */
export function beforeRun({ cwd, artifacts, qemuLog, maxBytes, secrets }: ArtifactWish): Before {
  const named: readonly { readonly path: string; readonly name?: string }[] = [
    ...(qemuLog === undefined ? [] : [{ path: qemuLog, name: qemuLogName }]),
    ...artifacts.map((each) => (typeof each === 'string' ? { path: each } : each)),
  ]
  const wishes = named.map((wish) => ({ ...wish, path: normalize(wish.path) }))
  const clean = (text: string): string => redactText(text, secrets)
  for (const { path, name } of wishes) {
    if (isAbsolute(path) || path.startsWith('..') || path === '.')
      refuse(`paths of artifacts below its directory, ${JSON.stringify(clean(path))} is none`)
    if (name !== undefined && !isName(name))
      refuse(`names of artifacts of [a-z0-9._-], ${JSON.stringify(clean(name))} is none`)
    if (name !== undefined && clean(name) !== name) refuse('names of artifacts that hold no secret')
  }
  const given = wishes.flatMap(({ name }) => name ?? [])
  const twice = given.find((name, index) => given.indexOf(name) !== index)
  if (twice !== undefined) refuse(`one file for each name, ${twice} is given twice`)
  const states = new Map<string, FileState | undefined>()
  for (const { path } of wishes) for (const file of filesOf(cwd, path)) states.set(file, stateOf(cwd, file))
  return {
    collect: (sink) => {
      const names = new Set(given)
      const used = new Set<string>()
      const kept: JsonObject[] = []
      const left: JsonObject[] = []
      const skip = (file: string, why: string): void => void (left.length < maxFiles && left.push({ file, why }))
      for (const { path, name } of wishes) {
        const files = filesOf(cwd, path)
        if (files.length === 0) skip(path, 'not there, or no regular file below the directory')
        const several = name !== undefined && files.length > 1
        if (several) skip(path, `${files.length} files fit, the name ${name} is for one`)
        for (const file of several ? [] : files) {
          if (used.has(file)) continue
          used.add(file)
          if (kept.length >= maxFiles) skip(file, `more than ${maxFiles} files`)
          else if (states.has(file) && states.get(file) === stateOf(cwd, file)) skip(file, 'not written by this run')
          else {
            const bytes = readFile(cwd, file, maxBytes)
            if (typeof bytes !== 'object') {
              skip(file, bytes === undefined ? 'cannot be read' : `${bytes} bytes, at most ${maxBytes} are kept`)
              continue
            }
            const as = name ?? artifactName(clean(shortened(path, file)), names)
            names.add(as)
            sink.artifact(as, bytes)
            kept.push({ name: as, file, bytes: bytes.length })
          }
        }
      }
      sink.event({ kind: 'fact', atNs: monotonicNs(), name: 'artifacts', value: { kept, left } })
    },
  }
}

/** A file that a glob found is named from where the glob begins to be one. */
function shortened(pattern: string, file: string): string {
  const fixed = pattern.split(/[*?[\]{}]/)[0] ?? ''
  const base = fixed === pattern ? dirname(pattern) : dirname(`${fixed}x`)
  return base !== '.' && file.startsWith(`${base}/`) ? file.slice(base.length + 1) : file
}

function refuse(what: string): never {
  throw new CapbenchError('CAPBENCH_DEFINITION', `harnessTarget takes ${what}`)
}
