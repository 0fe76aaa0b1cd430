import { Check } from 'typebox/value'
import { sha256Hex } from '../encode/canonical.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { CapbenchError } from '../error.ts'
import { refuseUnknownOptions } from '../options.ts'
import { campaignIdIn, publishedIn } from './index-chain.ts'
import { readIndexText } from './index-file.ts'
import { type IndexedCampaign, IndexLine } from './index-line.ts'

/** What a campaign must be to be listed; everything that is absent holds for all. */
export interface CampaignFilter {
  readonly suite?: string
  readonly benchmark?: string
  readonly target?: string
  readonly purpose?: string
  /** All attempts at one configuration. */
  readonly configHash?: string
}

export interface ListedCampaign extends IndexedCampaign {
  /** Which attempt at its configuration this was, from 1, and of how many: picking the best one is visible. */
  readonly attempt: number
  readonly attempts: number
}

/**
 * The campaigns of a store in the order in which they were indexed, from the index alone: no campaign is opened. The
 * index may hold campaigns that were taken away since.
 *
 * @throws CAPBENCH_HOSTILE where the chain of the index is broken, or a line malformed; `rebuildIndex` helps
 */
export function listCampaigns(store: string, filter: CampaignFilter = {}): readonly ListedCampaign[] {
  refuseUnknownOptions('listCampaigns', filter, ['suite', 'benchmark', 'target', 'purpose', 'configHash'])
  const all = readIndex(store)
  const seen = new Map<string, number>()
  const numbered = all.map((campaign) => {
    const attempt = (seen.get(campaign.configHash) ?? 0) + 1
    seen.set(campaign.configHash, attempt)
    return { ...campaign, attempt }
  })
  return numbered
    .filter((campaign) => fits(campaign, filter))
    .map((campaign) => ({ ...campaign, attempts: seen.get(campaign.configHash) ?? 0 }))
}

/**
 * Ids of published campaigns that the index has no line for: they were brought here by hand, or their publisher died.
 * `rebuildIndex` adds them.
 *
 * @throws CAPBENCH_HOSTILE where the index is none
 */
export function unindexedCampaigns(store: string): readonly string[] {
  const known = new Set(readIndexText(store).lines.map(campaignIdIn))
  return publishedIn(store).filter((id) => !known.has(id))
}

/** @throws CAPBENCH_HOSTILE */
function readIndex(store: string): readonly IndexedCampaign[] {
  let previous: string | null = null
  return readIndexText(store).lines.map((line, at) => {
    const value = readCanonicalJson(line)
    if (!Check(IndexLine, value) || value.seq !== at || value.prev !== previous) {
      throw new CapbenchError(
        'CAPBENCH_HOSTILE',
        `line ${at + 1} of the index does not follow from the line before it, or does not fit its schema; make it ` +
          'again with `capbench index`, which keeps the old one',
      )
    }
    previous = sha256Hex(line)
    const { seq: _seq, prev: _prev, ...campaign } = value
    return campaign
  })
}

function fits(campaign: IndexedCampaign, { suite, benchmark, target, purpose, configHash }: CampaignFilter): boolean {
  return (
    (suite === undefined || campaign.suite === suite) &&
    (benchmark === undefined || campaign.benchmarks.includes(benchmark)) &&
    (target === undefined || campaign.targets.includes(target)) &&
    (purpose === undefined || campaign.purpose === purpose) &&
    (configHash === undefined || campaign.configHash === configHash)
  )
}
