import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Check } from 'typebox/value'
import type { JsonObject } from '../define/json.ts'
import { canonicalJson } from '../encode/canonical.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { CapbenchError, messageOf } from '../error.ts'
import { chainFaults, indexLock, publishedIn, type UnindexedCampaign } from './index-chain.ts'
import { appendLines, freeName, indexPath, moveTornLine, nextLine, readIndexText } from './index-file.ts'
import { type IndexedCampaign, IndexLine, indexedCampaign } from './index-line.ts'
import { withLock } from './lock.ts'

/** What became of the index of a store. */
export interface RebuiltIndex {
  /** Campaigns that the index has now. */
  readonly campaigns: number
  /** Those that it did not have before. */
  readonly added: readonly string[]
  /** Where the old index lies, if it was not whole; undefined where lines were only added. */
  readonly replaced: string | undefined
  /** What was wrong with it. */
  readonly faults: readonly string[]
  /** Published directories that cannot be indexed. */
  readonly refused: readonly UnindexedCampaign[]
}

/**
 * Brings the index of a store in line with the campaigns that lie in it. A whole index only grows, by what it did not
 * have. One that is broken, or that says something else of a campaign than the campaign itself, is moved to
 * `index.jsonl.replaced-<n>` and made anew, in the order of time; lines about campaigns that were taken away stay where
 * they are, in the old file.
 *
 * @throws CAPBENCH_USAGE where there is no store, CAPBENCH_STORE where the lock cannot be had
 */
export function rebuildIndex(store: string): RebuiltIndex {
  if (!existsSync(join(store, 'campaigns'))) {
    throw new CapbenchError('CAPBENCH_USAGE', `${store} is no evidence store: there is no directory campaigns in it`)
  }
  let rebuilt: RebuiltIndex | undefined
  withLock(indexLock(store), () => {
    rebuilt = rebuild(store)
  })
  if (rebuilt === undefined) throw new Error('unreachable: the lock was held')
  return rebuilt
}

function rebuild(store: string): RebuiltIndex {
  const refused: UnindexedCampaign[] = []
  const found = new Map<string, IndexedCampaign>()
  for (const campaignId of publishedIn(store)) {
    try {
      found.set(campaignId, indexedCampaign(join(store, 'campaigns', campaignId), campaignId))
    } catch (error) {
      refused.push({ campaignId, reason: messageOf(error) })
    }
  }
  const text = readIndexText(store)
  moveTornLine(store, text)
  const { known, faults } = readLines(text.lines, found)
  const added = [...found.keys()].filter((campaignId) => !known.has(campaignId))
  if (faults.length === 0) {
    appendLines(
      indexPath(store),
      chained(
        text.lines,
        added.map((id) => found.get(id)).filter((each) => each !== undefined),
      ),
    )
    return { campaigns: text.lines.length + added.length, added, replaced: undefined, faults, refused }
  }
  const making = `${indexPath(store)}.new`
  rmSync(making, { force: true }) // of a process that died here
  appendLines(making, chained([], [...found.values()]))
  const replaced = freeName(`${indexPath(store)}.replaced`)
  renameSync(indexPath(store), replaced)
  if (found.size > 0) renameSync(making, indexPath(store))
  return { campaigns: found.size, added, replaced, faults, refused }
}

/** New lines that follow `before`. */
function chained(before: readonly Uint8Array[], campaigns: readonly IndexedCampaign[]): readonly Uint8Array[] {
  const made: Uint8Array[] = []
  for (const campaign of campaigns) {
    made.push(nextLine(before.length + made.length, made.at(-1) ?? before.at(-1), campaign))
  }
  return made
}

/** Which campaigns the lines name, and what is wrong with the lines. */
function readLines(
  lines: readonly Uint8Array[],
  found: ReadonlyMap<string, IndexedCampaign>,
): { readonly known: ReadonlySet<string>; readonly faults: readonly string[] } {
  const known = new Set<string>()
  try {
    const faults = [...chainFaults(lines)]
    for (const [at, line] of lines.entries()) {
      const value = readCanonicalJson(line)
      if (!Check(IndexLine, value)) {
        faults.push(`index.jsonl: line ${at + 1} does not fit its schema`)
        continue
      }
      const own = found.get(value.campaignId)
      if (known.has(value.campaignId)) faults.push(`index.jsonl: line ${at + 1} names ${value.campaignId} again`)
      if (own !== undefined && !saysTheSame(value, own)) {
        faults.push(`index.jsonl: line ${at + 1} says something else of ${value.campaignId} than its files`)
      }
      known.add(value.campaignId)
    }
    return { known, faults }
  } catch (error) {
    return { known, faults: [`index.jsonl: ${messageOf(error)}`] }
  }
}

/** What another version added to a line is not this one's business. */
function saysTheSame(line: JsonObject, own: IndexedCampaign): boolean {
  return Object.entries(own as unknown as JsonObject).every(
    ([field, value]) => canonicalJson(line[field] ?? null) === canonicalJson(value),
  )
}
