import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonValue } from '../define/json.ts'
import { sha256Hex } from '../encode/canonical.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { messageOf } from '../error.ts'
import { appendLines, indexPath, moveTornLine, nextLine, readIndexText } from './index-file.ts'
import { indexedCampaign } from './index-line.ts'
import { withLock } from './lock.ts'
import { isCampaignId } from './paths.ts'

/** A published campaign that cannot be indexed, and why. */
export interface UnindexedCampaign {
  readonly campaignId: string
  readonly reason: string
}

/**
 * Appends every published campaign that the index does not have, oldest first: this one, and those whose publisher died
 * before it came to that. Every line carries the SHA-256 of the line before it, so a removed or edited line shows when
 * `judgeIndex` looks. A lock file orders writers.
 *
 * @returns published directories that could not be indexed
 * @throws CAPBENCH_STORE where the lock cannot be had.
 */
export function indexPublished(store: string): readonly UnindexedCampaign[] {
  const refused: UnindexedCampaign[] = []
  withLock(`${indexPath(store)}.lock`, () => {
    const text = readIndexText(store)
    moveTornLine(store, text)
    const known = new Set(text.lines.map(campaignIdIn))
    const added: Uint8Array[] = []
    for (const campaignId of publishedIn(store).filter((id) => !known.has(id))) {
      try {
        const campaign = indexedCampaign(join(store, 'campaigns', campaignId), campaignId)
        const last = added.at(-1) ?? text.lines.at(-1)
        added.push(nextLine(text.lines.length + added.length, last, campaign))
      } catch (error) {
        refused.push({ campaignId, reason: messageOf(error) })
      }
    }
    appendLines(indexPath(store), added)
  })
  return refused
}

/** Ids begin with the second in which their campaign began: the order of names is the order of time. */
export function publishedIn(store: string): readonly string[] {
  const campaigns = join(store, 'campaigns')
  return existsSync(campaigns) ? readdirSync(campaigns).filter(isCampaignId).sort() : []
}

/** Cheap, since every publication asks it of every line; a line that somebody edited shows elsewhere. */
export function campaignIdIn(line: Uint8Array): string | undefined {
  return /"campaignId":"([0-9A-Za-z-]+)"/.exec(Buffer.from(line).toString('latin1'))?.[1]
}

/** Lines that do not follow from the line before them. @throws CAPBENCH_HOSTILE for one that is not canonical JSON. */
export function chainFaults(lines: readonly Uint8Array[]): readonly string[] {
  let previous: string | null = null
  return lines.flatMap((line, seq) => {
    const entry = readCanonicalJson(line) as { readonly [key: string]: JsonValue }
    const follows = entry.seq === seq && entry.prev === previous
    previous = sha256Hex(line)
    return follows
      ? []
      : [`index.jsonl: line ${seq + 1} does not follow from the line before it; a line was removed or edited`]
  })
}
