import { join } from 'node:path'
import type { Static } from 'typebox'
import { Check } from 'typebox/value'
import type { JsonObject } from '../define/json.ts'
import { hex64, nameSchema } from '../define/schema.ts'
import { Type } from '../define/type.ts'
import { canonicalBytes, sha256Hex } from '../encode/canonical.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { CapbenchError } from '../error.ts'
import { CampaignFact, named } from './content.ts'
import { derivedManifest } from './names.ts'
import { campaignIdPattern } from './paths.ts'
import { readRegular } from './regular-file.ts'

const fields = {
  campaignId: Type.String({ pattern: campaignIdPattern.source }),
  /** Digest of `derived.sha256`. */
  campaignDigest: hex64,
  suite: nameSchema,
  purpose: Type.String(),
  configHash: hex64,
  artifactHash: hex64,
  /** Results by status. */
  counts: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
  ended: Type.String(),
  benchmarks: Type.Array(nameSchema),
  targets: Type.Array(nameSchema),
}

const IndexedCampaign = Type.Object(fields)
/** What the index says of a campaign: enough to list and filter without opening its directory. */
export type IndexedCampaign = Static<typeof IndexedCampaign>

/** One line of `index.jsonl`. `prev` is the SHA-256 of the line before it, null in the first. */
export const IndexLine = Type.Object({
  seq: Type.Integer({ minimum: 0 }),
  prev: Type.Union([hex64, Type.Null()]),
  ...fields,
})

/** Longest line: what is parsed of a stranger's index at once. */
export const maxLineBytes = 64 * 1024
/** Of `seq` and `prev`, which come with the line. */
const linkBytes = 256

const maxJsonBytes = 8 * 1024 * 1024
const maxManifestBytes = 32 * 1024 * 1024

const Named = Type.Object({ name: nameSchema })
const StoredConfig = Type.Object({
  suite: nameSchema,
  purpose: Type.String(),
  benchmarks: Type.Array(Type.Object({ name: nameSchema, tier: Type.Integer() })),
  targets: Type.Array(Named),
})
const StoredAnalysis = Type.Object({
  configHash: hex64,
  artifactHash: hex64,
  counts: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
})

/**
 * What the index is to say of a published campaign, from its own files. Nothing is verified: the index says what there
 * is, `verifyEvidence` says what it is worth.
 *
 * @throws CAPBENCH_HOSTILE where a file is malformed, an error of the file system where one is missing
 */
export function indexedCampaign(directory: string, campaignId: string): IndexedCampaign {
  const bytes = (path: string, most: number) => readRegular(join(directory, path), path, most)
  const stored = (path: string) => named(path, () => readCanonicalJson(bytes(path, maxJsonBytes)) as JsonObject)
  const [config, analysis, campaign] = [stored('config.json'), stored('analysis.json'), stored('env/campaign.json')]
  if (!Check(StoredConfig, config) || !Check(StoredAnalysis, analysis) || !Check(CampaignFact, campaign)) {
    throw new CapbenchError('CAPBENCH_HOSTILE', `${campaignId} holds a file that does not fit its schema`)
  }
  if (campaign.campaignId !== campaignId) {
    throw new CapbenchError('CAPBENCH_HOSTILE', `${campaignId} says that it is ${JSON.stringify(campaign.campaignId)}`)
  }
  const indexed: IndexedCampaign = {
    campaignId,
    campaignDigest: sha256Hex(bytes(derivedManifest, maxManifestBytes)),
    suite: config.suite,
    purpose: config.purpose,
    configHash: analysis.configHash,
    artifactHash: analysis.artifactHash,
    counts: analysis.counts,
    ended: campaign.ended,
    benchmarks: config.benchmarks.filter(({ tier }) => tier > 0).map(({ name }) => name),
    targets: config.targets.map(({ name }) => name),
  }
  const size = canonicalBytes(indexed as unknown as JsonObject).length
  if (size + linkBytes <= maxLineBytes) return indexed
  throw new CapbenchError(
    'CAPBENCH_HOSTILE',
    `${campaignId} needs ${size} bytes in the index, a line has ${maxLineBytes}`,
  )
}
