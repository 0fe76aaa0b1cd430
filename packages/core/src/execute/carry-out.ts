import { join } from 'node:path'
import type { JsonObject } from '../define/json.ts'
import type { Entry, Suite } from '../define/suite.ts'
import { derive } from '../derive.ts'
import { canonicalBytes } from '../encode/canonical.ts'
import type { Campaign } from '../evidence/campaign.ts'
import { openDirectory } from '../evidence/directory.ts'
import { publishIndexed } from '../evidence/index-chain.ts'
import { openCampaign } from '../evidence/open-campaign.ts'
import { sealDerived, sealEvidence } from '../evidence/seal.ts'
import { type Execution, executePlan } from './execute-plan.ts'

interface Begun extends Omit<Execution, 'before' | 'room'> {
  readonly campaignId: string
  readonly started: Date
  readonly resumed: { readonly runs: Execution['before']; readonly times: number } | undefined
  /** Directory of the store. */
  readonly store: string
  /** Most bytes of the whole campaign. */
  readonly maxBytes: number
}

/** What comes after the plan: runs it, derives everything from the bytes that were written, and publishes them. */
export async function carryOut<E extends Entry>(suite: Suite<E>, begun: Begun): Promise<Campaign<E>> {
  const { campaignId, stage, resumed, store, maxBytes, report } = begun
  // An eighth is left for what follows from the transcripts.
  const room = () => Math.floor((maxBytes / 8) * 7) - stage.bytes()
  const ended = await executePlan(suite, { ...begun, before: resumed?.runs ?? [], room })
  const campaign: JsonObject = {
    schema: 'capbench.campaign/1',
    campaignId,
    startedUtc: begun.started.toISOString(),
    endedUtc: new Date().toISOString(),
    ended,
    ...(resumed && { resumed: resumed.times }),
  }
  stage.write('env/campaign.json', canonicalBytes(campaign))
  report({ type: 'deriving' })
  sealEvidence(stage)
  const benchmarks = suite.entries.map(({ benchmark }) => benchmark)
  let place = stage.directory
  const evidence = openDirectory(() => place, Number.POSITIVE_INFINITY)
  const derived = await derive(evidence, benchmarks)
  for (const [path, bytes] of derived.files) stage.write(path, bytes)
  sealDerived(stage, derived.files)
  const { directory, unindexed } = publishIndexed(store, campaignId, stage.publish)
  place = directory // raw logs are read when somebody asks for them
  for (const { campaignId: id, reason } of unindexed)
    report({ type: 'not-indexed', directory: join(store, 'campaigns', id), reason })
  report({ type: 'published', directory })
  return openCampaign<E>(directory, derived)
}
