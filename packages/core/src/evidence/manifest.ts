import { byCodeUnits, quoteForMessage } from '../encode/canonical.ts'
import { CapbenchError } from '../error.ts'
import { isEvidencePath, pathLimits } from './paths.ts'

/** Most files that one manifest lists. */
const maxManifestEntries = 65_536

const maxLineBytes = 64 + 2 + pathLimits.bytes + 1
const digestPattern = /^[0-9a-f]{64}$/

/**
 * The text of a manifest: one line `<SHA-256>  <path>\n` a file, sorted by the bytes of the path.
 * `sha256sum --strict -c` accepts it (the format of BagIt, RFC 8493).
 *
 * @param entries path to its digest in 64 lower-case hexadecimal digits; at least one
 * @throws CapbenchError CAPBENCH_BUG for a path or digest that `parseManifest` would refuse.
 */
export function renderManifest(entries: ReadonlyMap<string, string>): string {
  if (entries.size === 0 || entries.size > maxManifestEntries) {
    throw new CapbenchError('CAPBENCH_BUG', `a manifest lists 1 to ${maxManifestEntries} files, not ${entries.size}`)
  }
  let text = ''
  // Evidence paths are ASCII, so that the order of UTF-16 units is the order of bytes.
  for (const path of [...entries.keys()].sort(byCodeUnits)) {
    const digest = entries.get(path) ?? ''
    if (!isEvidencePath(path) || !digestPattern.test(digest)) {
      throw new CapbenchError(
        'CAPBENCH_BUG',
        `a manifest cannot list ${quoteForMessage(path)} with digest ${quoteForMessage(digest)}`,
      )
    }
    text += `${digest}  ${path}\n`
  }
  return text
}

/**
 * Reads a manifest as `renderManifest` writes it and no other: sorted, no path twice, paths of the evidence grammar,
 * a final newline, nothing else. Keys of the result are in file order.
 *
 * @throws CapbenchError CAPBENCH_HOSTILE naming the line.
 */
export function parseManifest(bytes: Uint8Array): ReadonlyMap<string, string> {
  if (bytes.length > maxManifestEntries * maxLineBytes) return refuse(`is ${bytes.length} bytes long`)
  if (bytes.length === 0) return refuse('is empty')
  if (bytes.at(-1) !== 0x0a) return refuse('does not end in a newline')
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').split('\n')
  lines.pop() // behind the final newline
  if (lines.length > maxManifestEntries)
    return refuse(`lists ${lines.length} files; at most ${maxManifestEntries} may be`)
  const entries = new Map<string, string>()
  let previous = ''
  for (const [index, line] of lines.entries()) {
    const digest = line.slice(0, 64)
    const path = line.slice(66)
    if (!digestPattern.test(digest) || line.slice(64, 66) !== '  ' || !isEvidencePath(path)) {
      return refuse(`line ${index + 1} is not "<64 hexadecimal digits>  <path>": ${quoteForMessage(line)}`)
    }
    if (path <= previous) {
      return refuse(
        `line ${index + 1} ${path === previous ? 'repeats the path before it' : 'is out of order'}: ${path}`,
      )
    }
    entries.set(path, digest)
    previous = path
  }
  return entries
}

function refuse(fault: string): never {
  throw new CapbenchError('CAPBENCH_HOSTILE', `manifest ${fault}`)
}
