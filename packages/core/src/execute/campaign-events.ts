import type { Cause } from '../define/reasons.ts'
import type { NextRun } from '../plan/next.ts'
import type { Plan } from '../plan/plan.ts'
import type { ChannelName } from '../protocol/grammar.ts'
import type { TargetFacts } from '../target/facts.ts'
import type { Contamination } from '../verify/contention/contention.ts'

/** The first metric of a run, for progress. */
export interface Headline {
  readonly metric: string
  readonly value: number
  readonly unit: string
}

/**
 * What happens during a campaign, for reporters: plain functions over these. Nothing is printed unless one prints it.
 */
export type CampaignEvent =
  | { readonly type: 'prepare'; readonly target: string; readonly message: string }
  /** A target has looked at the world: what it found, and what it lacks. */
  | { readonly type: 'prepared'; readonly target: string; readonly facts: TargetFacts }
  | { readonly type: 'planned'; readonly campaignId: string; readonly plan: Plan; readonly total: number }
  | { readonly type: 'run-start'; readonly run: NextRun }
  /** Bytes of a channel, as they come and as they are kept; the chunk is the driver's again after the call. */
  | { readonly type: 'output'; readonly run: NextRun; readonly channel: ChannelName; readonly chunk: Uint8Array }
  | {
      readonly type: 'run-end'
      readonly run: NextRun
      /** Wall time of the run, boot included, in ms. */
      readonly wallMs: number
      readonly outcome:
        | {
            readonly accepted: true
            readonly headline: Headline | undefined
            /** What else had the CPUs of a measured run; empty for others, of which no number is taken. */
            readonly contaminations: readonly Contamination[]
            /** Contaminated, and to be made again: its numbers are no samples. */
            readonly setAside: boolean
          }
        | { readonly accepted: false; readonly causes: readonly [Cause, ...Cause[]] }
    }
  | { readonly type: 'deriving' }
  | { readonly type: 'published'; readonly directory: string }
  /** The campaign is published and whole, but not in the index of the store. */
  | { readonly type: 'not-indexed'; readonly directory: string; readonly reason: string }
  /** A stage of a dead process was moved aside. */
  | { readonly type: 'quarantined'; readonly directory: string; readonly reason: string }
  /** A stage of a dead process goes on, with the runs that were finished. */
  | { readonly type: 'resumed'; readonly campaignId: string; readonly runs: number }
/** Takes the events of a campaign as they come. */
export type Reporter = (event: CampaignEvent) => void
