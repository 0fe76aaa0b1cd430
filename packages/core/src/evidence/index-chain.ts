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
import { join } from 'node:path'
import type { Derived } from '../derive.ts'
import { canonicalJson, sha256Hex } from '../encode/canonical.ts'
import { withLock } from './lock.ts'

const indexName = 'index.jsonl'

/**
 * Appends a campaign to `<store>/index.jsonl`. Every line carries the SHA-256 of the line before it, so a removed or
 * edited line shows. A lock file orders writers.
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
