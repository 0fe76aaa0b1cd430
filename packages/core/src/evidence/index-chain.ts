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

export interface Published {
  readonly directory: string
  /** What the index has no line for, this campaign among them where the index could not be had. */
  readonly unindexed: readonly UnindexedCampaign[]
}

/** Who holds this file is publishing, or died while it did. */
export const indexLock = (store: string): string => `${indexPath(store)}.lock`

/**
 * Renames a stage to a published campaign and appends to the index every published campaign that it does not have,
 * oldest first: this one, and those whose publisher died before it came to that. Every line carries the SHA-256 of the
 * line before it, so a removed or edited line shows when `judgeIndex` looks. One lock is held over both, so that a
 * campaign without a line is known for unfinished as long as the lock of its publisher lies there.
 *
 * A lock that somebody holds costs the index its line, and nobody the campaign.
 *
 * @param publish the rename; what it throws, this throws
 */
export function publishIndexed(store: string, campaignId: string, publish: () => string): Published {
  let directory: string | undefined
  let unindexed: readonly UnindexedCampaign[] = []
  try {
    withLock(indexLock(store), () => {
      directory = publish()
      unindexed = indexPublished(store)
    })
  } catch (error) {
    return { directory: directory ?? publish(), unindexed: [{ campaignId, reason: messageOf(error) }] }
  }
  if (directory === undefined) throw new Error('unreachable: the lock was held')
  return { directory, unindexed }
}

/** @returns published directories that could not be indexed */
function indexPublished(store: string): readonly UnindexedCampaign[] {
  const refused: UnindexedCampaign[] = []
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
