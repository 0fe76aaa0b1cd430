import type { Cause } from '../define/reasons.ts'
import type { NextRun } from '../plan/next.ts'
import type { Plan } from '../plan/plan.ts'

/**
 * What happens during a campaign, for reporters: plain functions over these. Nothing is printed unless one prints it.
 */
export type CampaignEvent =
  | { readonly type: 'prepare'; readonly target: string; readonly message: string }
  | { readonly type: 'planned'; readonly campaignId: string; readonly plan: Plan; readonly total: number }
  | { readonly type: 'run-start'; readonly run: NextRun }
  | {
      readonly type: 'run-end'
      readonly run: NextRun
      /** Wall time of the run, boot included, in ms. */
      readonly wallMs: number
      readonly outcome:
        | {
            readonly accepted: true
            readonly headline: { readonly metric: string; readonly value: number } | undefined
          }
        | { readonly accepted: false; readonly causes: readonly [Cause, ...Cause[]] }
    }
  | { readonly type: 'deriving' }
  | { readonly type: 'published'; readonly directory: string }
  | { readonly type: 'quarantined'; readonly directory: string }
export type Reporter = (event: CampaignEvent) => void
