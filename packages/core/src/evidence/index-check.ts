import { lstatSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { Check } from 'typebox/value'
import type { JsonValue } from '../define/json.ts'
import { sha256Hex } from '../encode/canonical.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { CampaignFact } from './content.ts'
import { campaignIdIn, chainFaults, indexLock } from './index-chain.ts'
import { indexPath, readIndexText } from './index-file.ts'
import { derivedManifest } from './names.ts'
import type { EvidenceReader } from './reader.ts'

/**
 * Holds the index of the store that a published campaign lies in against the campaign: whole chain, this campaign in it
 * with this digest, and a directory that is named as the campaign names itself. Skipped where there is no store or no
 * index, since evidence travels alone, and where the campaign has no line because it is still being published.
 *
 * @param directory `<store>/campaigns/<campaignId>`
 * @returns what is wrong, which may be nothing; or why nothing could be checked
 * @throws CAPBENCH_HOSTILE for an index that is no regular file, too large, or has a line that is not canonical JSON
 */
export function judgeIndex(
  directory: string,
  evidence: EvidenceReader,
): readonly string[] | { readonly skipped: string } {
  const campaigns = dirname(resolve(directory))
  if (basename(campaigns) !== 'campaigns') return { skipped: 'the directory lies in no store' }
  const store = dirname(campaigns)
  const name = basename(resolve(directory))
  const misnamed = nameFaults(name, evidence)
  if (lstatSync(indexPath(store), { throwIfNoEntry: false }) === undefined) {
    return misnamed.length > 0 ? misnamed : { skipped: 'the store has no index; `capbench index` makes it' }
  }
  // Asked before the index is read: the line is written before the lock goes.
  const publishing = lstatSync(indexLock(store), { throwIfNoEntry: false }) !== undefined
  const { lines } = readIndexText(store)
  const entries = lines.flatMap((line, at) => (campaignIdIn(line) === name ? [{ line, at }] : []))
  const faults = [...misnamed, ...chainFaults(lines)]
  if (entries.length === 0) {
    if (publishing && faults.length === 0) return { skipped: unfinished(name) }
    return [...faults, `index.jsonl has no line for ${name}: it was removed, or never written; ${remedy}`]
  }
  return [...faults, ...digestFaults(entries, sha256Hex(evidence.read(derivedManifest)))]
}

/** A file that does not say who the campaign is fails elsewhere. */
function nameFaults(name: string, evidence: EvidenceReader): readonly string[] {
  const own = ownName(evidence)
  return own === undefined || own === name ? [] : [`the directory is named ${name}, the campaign in it is ${own}`]
}

function ownName(evidence: EvidenceReader): string | undefined {
  try {
    const fact = readCanonicalJson(evidence.read('env/campaign.json'))
    return Check(CampaignFact, fact) ? fact.campaignId : undefined
  } catch {
    return undefined
  }
}

const remedy = '`capbench index` adds what lies there'
const unfinished = (name: string) =>
  `index.jsonl has no line for ${name}, and index.jsonl.lock says that a publication is at work or was cut off; ${remedy}`

function digestFaults(entries: readonly { readonly line: Uint8Array; readonly at: number }[], digest: string) {
  return entries.flatMap(({ line, at }) => {
    const entry = readCanonicalJson(line) as { readonly [key: string]: JsonValue }
    if (entry.campaignDigest === digest) return []
    return [`index.jsonl: line ${at + 1} has the digest ${String(entry.campaignDigest)} for this campaign`]
  })
}
