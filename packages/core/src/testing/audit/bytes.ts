import { parseManifest } from '../../evidence/manifest.ts'
import { derivedManifest, evidenceManifest } from '../../evidence/names.ts'
import type { EvidenceCopy } from './copy.ts'
import type { Mutation } from './mutation.ts'

/** One byte flipped at the begin, in the middle and at the end of each file, and each file longer, shorter and gone. */
export function byteMutations(copy: EvidenceCopy): readonly Mutation[] {
  return copy.paths.flatMap((path) => {
    const bytes = copy.read(path)
    const places = [...new Set([0, bytes.length >> 1, bytes.length - 1])].filter((at) => at >= 0)
    const changes: readonly (readonly [string, Uint8Array])[] = [
      ...places.map((at) => [`byte ${at} of ${path} flipped`, flipped(bytes, at)] as const),
      [`${path} with one byte more`, Uint8Array.from([...bytes, 0x31])],
      ...(bytes.length === 0 ? [] : [[`${path} with one byte less`, bytes.slice(0, -1)] as const]),
    ]
    const isManifest = path === evidenceManifest || path === derivedManifest
    return [
      ...changes.map(
        ([what, changed]): Mutation => ({
          kind: 'byte',
          what,
          apply: ({ write }) => write(path, changed),
          ...(isManifest ? toldOfManifest(path, bytes, changed) : { check: 'digests', says: `${path} has the digest` }),
        }),
      ),
      {
        kind: 'byte',
        what: `${path} removed`,
        apply: ({ remove }): void => remove(path),
        check: 'manifests',
        says: path,
      } as const,
    ]
  })
}

const flipped = (bytes: Uint8Array, at: number) =>
  Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte))

/** A manifest that still reads has a wrong digest, or names other files; one that does not is told of as such. */
function toldOfManifest(path: string, before: Uint8Array, after: Uint8Array): Pick<Mutation, 'check' | 'says'> {
  try {
    const [was, is] = [parseManifest(before), parseManifest(after)]
    const wrong = [...is].find(([name, digest]) => was.has(name) && was.get(name) !== digest)
    const renamed = [...is.keys()].find((name) => !was.has(name))
    if (renamed !== undefined) return { check: 'manifests', says: renamed }
    return { check: 'digests', says: path === derivedManifest ? (wrong?.[0] ?? path) : `${path} has the digest` }
  } catch {
    return { check: 'manifests', says: 'manifest ' }
  }
}
