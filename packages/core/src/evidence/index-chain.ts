import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { JsonValue } from '../define/json.ts'
import type { Derived } from '../derive.ts'
import { canonicalJson, sha256Hex } from '../encode/canonical.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { withLock } from './lock.ts'

const indexName = 'index.jsonl'

/**
 * Appends a campaign to `<store>/index.jsonl`. Every line carries the SHA-256 of the line before it, so a removed or
 * edited line shows when `indexFaults` looks. A lock file orders writers.
 *
 * @throws CAPBENCH_STORE where the lock cannot be had.
 */
export function appendToIndex(
  store: string,
  { campaignId, campaignDigest, derived }: { campaignId: string; campaignDigest: string; derived: Derived },
): void {
  withLock(join(store, `${indexName}.lock`), () => {
    const file = join(store, indexName)
    const lines = wholeLines(file)
    const last = lines.at(-1)
    const line = canonicalJson({
      seq: lines.length,
      prev: last === undefined ? null : sha256Hex(new TextEncoder().encode(last)),
      campaignId,
      campaignDigest,
      suite: derived.content.config.suite,
      purpose: derived.content.config.purpose,
      configHash: derived.analysis.configHash,
      artifactHash: derived.analysis.artifactHash,
      counts: { ...derived.analysis.counts },
      ended: derived.content.campaign.ended,
    })
    const fd = openSync(file, 'a', 0o644)
    writeSync(fd, `${line}\n`)
    fsyncSync(fd)
    closeSync(fd)
  })
}

/** The lines of the index. What a writer left unfinished is moved to `index.jsonl.torn-<n>`: a crash is evidence. */
function wholeLines(file: string): readonly string[] {
  if (!existsSync(file)) return []
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n')
  const torn = lines.pop()
  if (torn !== undefined && torn !== '') {
    let n = 1
    while (existsSync(`${file}.torn-${n}`)) n++
    writeFileSync(`${file}.torn-${n}`, torn, { flag: 'wx' })
    truncateSync(file, Buffer.byteLength(lines.map((line) => `${line}\n`).join('')))
  }
  return lines
}

/**
 * What is wrong with the index of the store that a published campaign lies in: a broken chain, or another digest for
 * this campaign. Nothing where the directory lies in no store, since evidence travels alone.
 *
 * @param directory `<store>/campaigns/<campaignId>`
 * @throws CAPBENCH_HOSTILE for a line that is not canonical JSON.
 */
export function indexFaults(directory: string, campaignDigest: string): readonly string[] {
  const campaigns = dirname(resolve(directory))
  const file = join(dirname(campaigns), indexName)
  if (basename(campaigns) !== 'campaigns' || !existsSync(file)) return []
  const faults: string[] = []
  let previous: string | null = null
  const lines = readFileSync(file, 'utf8').split('\n')
  for (const [seq, line] of lines.entries()) {
    // A line without its end belongs to a writer that is at work, or died: the next one sets it aside.
    if (seq === lines.length - 1) break
    const bytes = new TextEncoder().encode(line)
    const entry = readCanonicalJson(bytes) as { readonly [key: string]: JsonValue }
    if (entry.seq !== seq || entry.prev !== previous) {
      faults.push(`${indexName}: line ${seq + 1} does not follow from the line before it; a line was removed or edited`)
    }
    if (entry.campaignId === basename(directory) && entry.campaignDigest !== campaignDigest) {
      faults.push(`${indexName}: line ${seq + 1} has the digest ${entry.campaignDigest} for this campaign`)
    }
    previous = sha256Hex(bytes)
  }
  return faults
}
