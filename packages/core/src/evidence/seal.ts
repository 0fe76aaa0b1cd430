import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '../encode/canonical.ts'
import { listFiles } from './directory.ts'
import { renderManifest } from './manifest.ts'
import { derivedManifest, evidenceManifest } from './names.ts'
import type { Stage } from './stage.ts'

/** Writes `evidence.sha256` over everything that is in the stage: configuration, environment, raw runs, proofs. */
export function sealEvidence(stage: Stage): void {
  const entries = [...listFiles(stage.directory, Number.POSITIVE_INFINITY).keys()].map((path): [string, string] => [
    path,
    sha256Hex(readFileSync(join(stage.directory, path))),
  ])
  stage.write(evidenceManifest, new TextEncoder().encode(renderManifest(new Map(entries))))
}

/** Writes `derived.sha256`, the last file; its digest is the campaign's digest. */
export function sealDerived(stage: Stage, derived: ReadonlyMap<string, Uint8Array>): void {
  const entries = new Map([...derived].map(([path, bytes]): [string, string] => [path, sha256Hex(bytes)]))
  entries.set(evidenceManifest, sha256Hex(readFileSync(join(stage.directory, evidenceManifest))))
  stage.write(derivedManifest, new TextEncoder().encode(renderManifest(entries)))
}
