import { chmodSync, cpSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sha256Hex } from '../../encode/canonical.ts'
import { listFiles } from '../../evidence/directory.ts'
import { renderManifest } from '../../evidence/manifest.ts'
import { derivedManifest, evidenceManifest } from '../../evidence/names.ts'

/** A copy of an evidence directory that is changed, checked and put back, again and again. */
export interface EvidenceCopy {
  readonly directory: string
  /** Of the untouched evidence, sorted. */
  readonly paths: readonly string[]
  readonly read: (path: string) => Uint8Array
  readonly text: (path: string) => string
  readonly write: (path: string, content: Uint8Array | string) => void
  /** With the directories that it leaves empty. */
  readonly remove: (path: string) => void
  /**
   * Makes the digests fit whatever is there now, as a forger would: `manifests` both manifests; `hashes` the hash of
   * the configuration and that of the raw half as well, wherever a derived file names them.
   */
  readonly seal: (what: 'manifests' | 'hashes') => void
  readonly restore: () => void
}

export const isRaw = (path: string) => path === 'config.json' || /^(?:env|raw|proofs)\//.test(path)

/** @param work an empty or missing directory, which holds the copy afterwards */
export function copyEvidence(golden: string, work: string): EvidenceCopy {
  cpSync(golden, work, { recursive: true })
  const paths = [...listFiles(work).keys()]
  for (const path of paths) chmodSync(join(work, path), 0o644)
  const original = (path: string): Uint8Array => readFileSync(join(golden, path))
  const digests = new Map(paths.map((path) => [path, sha256Hex(original(path))]))
  const touched = new Map<string, 'written' | 'removed'>()
  const read = (path: string): Uint8Array => readFileSync(join(work, path))
  const put = (path: string, content: Uint8Array | string) => {
    mkdirSync(dirname(join(work, path)), { recursive: true })
    writeFileSync(join(work, path), content)
  }
  const write = (path: string, content: Uint8Array | string) => {
    put(path, content)
    touched.set(path, 'written')
  }
  const remove = (path: string) => {
    rmSync(join(work, path))
    touched.set(path, 'removed')
    removeEmptyAbove(work, path)
  }
  const present = () => [...new Set([...paths, ...touched.keys()])].filter((path) => touched.get(path) !== 'removed')
  const digest = (path: string) =>
    [path, touched.has(path) ? sha256Hex(read(path)) : (digests.get(path) ?? '')] as const
  const sealManifests = (what: 'manifests' | 'hashes') => {
    const listed = present().filter((path) => path !== evidenceManifest && path !== derivedManifest)
    write(evidenceManifest, renderManifest(new Map(listed.filter(isRaw).map(digest))))
    if (what === 'hashes') rename(listed.filter((path) => !isRaw(path)))
    const derived = [...listed.filter((path) => !isRaw(path)), evidenceManifest]
    write(derivedManifest, renderManifest(new Map(derived.map(digest))))
  }
  /** Old hashes by new ones: as text in JSON and CSV, as bytes in the binary results. */
  const rename = (derived: readonly string[]) => {
    for (const source of [evidenceManifest, 'config.json']) {
      const [before, after] = [digests.get(source) ?? '', sha256Hex(read(source))]
      if (before === after) continue
      const forms = [
        [before, after],
        [hexToLatin1(before), hexToLatin1(after)],
      ] as const
      for (const path of derived) {
        const text = Buffer.from(read(path)).toString('latin1')
        const changed = forms.reduce((all, [from, to]) => all.replaceAll(from, () => to), text)
        if (changed !== text) write(path, Buffer.from(changed, 'latin1'))
      }
    }
  }
  return {
    directory: work,
    paths,
    read,
    text: (path) => new TextDecoder().decode(read(path)),
    write,
    remove,
    seal: sealManifests,
    restore: () => {
      for (const path of touched.keys()) {
        if (digests.has(path)) put(path, original(path))
        else rmSync(join(work, path), { force: true })
      }
      touched.clear()
    },
  }
}

const hexToLatin1 = (hex: string) => Buffer.from(hex, 'hex').toString('latin1')

function removeEmptyAbove(work: string, path: string): void {
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    try {
      rmdirSync(join(work, parent))
    } catch {
      return // it holds other files
    }
  }
}
