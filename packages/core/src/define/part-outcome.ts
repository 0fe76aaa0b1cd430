import type { NotApplicableCause, Reason } from './reasons.ts'

/** What can befall one part of a run that is whole and accepted. */
export type PartReason = Extract<
  Reason,
  'run_timeout' | 'workload_error' | 'verifier_rejected' | 'undeclared_fast_path' | 'clock_unusable' | 'noise'
>

/** What became of one metric in an accepted run. */
export type PartOutcome = {
  /** Printed with the result, such as that the system has what a table says it lacks. */
  readonly notes?: readonly string[]
} & (
  | { readonly measured: true }
  | { readonly measured: false; readonly reason: PartReason; readonly detail: string }
  | {
      readonly measured: false
      readonly reason: 'not_applicable'
      readonly cause: NotApplicableCause
      /** The evidence: what the system was asked, and what it answered. */
      readonly detail: string
    }
)
