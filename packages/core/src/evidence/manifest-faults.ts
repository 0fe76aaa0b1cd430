import { sha256Hex } from '../encode/canonical.ts'
import { parseManifest } from './manifest.ts'
import { derivedManifest, evidenceManifest } from './names.ts'
import type { EvidenceReader } from './reader.ts'

/** What the two manifests list, by path. */
export interface Listed {
  readonly observed: ReadonlyMap<string, string>
  readonly derived: ReadonlyMap<string, string>
  readonly all: ReadonlyMap<string, string>
}

/** @throws CAPBENCH_HOSTILE where a manifest is malformed or missing */
export function readManifests(reader: EvidenceReader): Listed {
  const observed = parseManifest(reader.read(evidenceManifest))
  const derived = parseManifest(reader.read(derivedManifest))
  return { observed, derived, all: new Map([...observed, ...derived]) }
}

/** Both ways: nothing unlisted, nothing missing; and no file in the wrong half. */
export function completeness(reader: EvidenceReader, { observed, derived, all }: Listed): readonly string[] {
  const listed = new Set([...all.keys(), derivedManifest])
  const isObserved = (path: string) => path === 'config.json' || /^(?:env|raw|proofs)\//.test(path)
  return [
    ...reader.paths.filter((path) => !listed.has(path)).map((path) => `${path} is in no manifest`),
    ...[...all.keys()].filter((path) => !reader.has(path)).map((path) => `${path} is listed and missing`),
    ...[...observed.keys()].filter((path) => !isObserved(path)).map((path) => `${path} cannot be observed evidence`),
    ...[...derived.keys()].filter(isObserved).map((path) => `${path} cannot be derived`),
    ...(derived.has(evidenceManifest) ? [] : [`${derivedManifest} does not list ${evidenceManifest}`]),
  ]
}

/** Files whose bytes are not those that their manifest lists. */
export function wrongDigests(reader: EvidenceReader, all: ReadonlyMap<string, string>): readonly string[] {
  return [...all].flatMap(([path, wanted]) => {
    if (!reader.has(path)) return []
    const came = sha256Hex(reader.read(path))
    return came === wanted ? [] : [`${path} has the digest ${came}, its manifest says ${wanted}`]
  })
}
