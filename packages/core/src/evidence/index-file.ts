import { closeSync, existsSync, fsyncSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonValue } from '../define/json.ts'
import { canonicalJson, sha256Hex } from '../encode/canonical.ts'
import { CapbenchError } from '../error.ts'
import { type IndexedCampaign, maxLineBytes } from './index-line.ts'
import { readRegular } from './regular-file.ts'

const indexName = 'index.jsonl'
/** Largest index that is read: some 400,000 campaigns. */
const maxIndexBytes = 256 * 1024 * 1024
/** Most lines: a file of line ends alone would else need a hundred times its size. */
const maxIndexLines = 524_288

export const indexPath = (store: string): string => join(store, indexName)

/** The index as it lies there. */
export interface IndexText {
  /** Whole lines without their line ends, each as its bytes. */
  readonly lines: readonly Uint8Array[]
  /** A line without its end, of a writer that is at work or died. */
  readonly torn: Uint8Array
}

/**
 * @throws CAPBENCH_HOSTILE where the index is no regular file, or above 256 MiB, 524,288 lines or 64 KiB a line;
 *   nothing is split before that is known
 */
export function readIndexText(store: string): IndexText {
  const file = indexPath(store)
  if (!existsSync(file)) return { lines: [], torn: new Uint8Array() }
  const bytes = readRegular(file, indexName, maxIndexBytes)
  const ends = lineEnds(bytes)
  const lines = ends.map((end, at) => bytes.subarray(at === 0 ? 0 : (ends[at - 1] ?? 0) + 1, end))
  return { lines, torn: bytes.subarray((ends.at(-1) ?? -1) + 1) }
}

/** @throws CAPBENCH_HOSTILE */
function lineEnds(bytes: Uint8Array): readonly number[] {
  const ends: number[] = []
  let start = 0
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
    if (ends.length === maxIndexLines) throw refused(`more than ${maxIndexLines} lines`)
    if (end - start > maxLineBytes) throw refused(`${end - start} bytes in line ${ends.length + 1}`)
    ends.push(end)
    start = end + 1
  }
  return ends
}

const refused = (came: string) =>
  new CapbenchError(
    'CAPBENCH_HOSTILE',
    `${indexName} has ${came}, and none that was written here has; move it away and make it anew with \`capbench index\``,
  )

/** The line that says this of a campaign and follows `last`. */
export function nextLine(seq: number, last: Uint8Array | undefined, campaign: IndexedCampaign): Uint8Array {
  const prev = last === undefined ? null : sha256Hex(last)
  return new TextEncoder().encode(canonicalJson({ ...campaign, seq, prev } as unknown as JsonValue))
}

/** Sets aside what a writer left unfinished, as `index.jsonl.torn-<n>`: a crash is evidence. Needs the lock. */
export function moveTornLine(store: string, { lines, torn }: IndexText): void {
  if (torn.length === 0) return
  const file = indexPath(store)
  writeFileSync(freeName(`${file}.torn`), torn, { flag: 'wx' })
  truncateSync(
    file,
    lines.reduce((sum, line) => sum + line.length + 1, 0),
  )
}

/** Appends whole lines, with their line ends, in one write. Needs the lock. */
export function appendLines(file: string, lines: readonly Uint8Array[]): void {
  if (lines.length === 0) return
  const fd = openSync(file, 'a', 0o644)
  try {
    const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** `<name>-1`, or the next number that is free. */
export function freeName(name: string): string {
  for (let n = 1; ; n++) if (!existsSync(`${name}-${n}`)) return `${name}-${n}`
}
