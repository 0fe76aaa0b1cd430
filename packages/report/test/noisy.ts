import type { Campaign, RunRequest } from '@capbench/core'
import type { FakeRun } from '@capbench/core/testing'
import { answer, campaignOf } from './campaign.ts'

/** Some hundredths of scatter from the nonce, so that plots have something to show; no two runs alike. */
const noisy = (request: RunRequest): FakeRun => {
  const scatter = Number.parseInt(request.nonce.slice(0, 4), 16) / 0xffff
  return answer(request, { ns: Math.round((1_318_436_051 / request.vcpus ** 0.9) * (1 + scatter / 20)) })
}

/** A campaign whose speedups and rows on one target are called claimable. Synthetic: no fixture is ever that. */
export async function claimableOn(target: string): Promise<Campaign> {
  const campaign = await campaignOf({ play: noisy })
  const evidenceClass = 'claimable' as const
  const lift = <T extends { readonly target: string }>(all: readonly T[]) =>
    all.map((each) => (each.target === target && 'evidenceClass' in each ? { ...each, evidenceClass } : each))
  const speedups = lift(campaign.analysis.speedups)
  return { ...campaign, results: lift(campaign.results), analysis: { ...campaign.analysis, speedups } }
}
