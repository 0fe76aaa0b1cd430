/** Every reason of a result that carries no number, by status. Closed: the stored schema comes from this table. */
export const reasons = {
  unsupported: ['not_applicable', 'missing_prerequisite', 'proof_missing'],
  failed: [
    'cancelled',
    'launch_failed',
    'launch_timeout',
    'boot_timeout',
    'run_timeout',
    'exit_timeout',
    'workload_error',
  ],
  invalid: [
    'guest_panic',
    'guest_fault',
    'authority_exceeded',
    'transcript_overflow',
    'abnormal_exit',
    'records_lost',
    'proof_failed',
    'verifier_rejected',
    'undeclared_fast_path',
    'workload_mismatch',
    'placement_lost',
    'clock_unusable',
    'noise',
  ],
} as const

/** A status without a measurement. */
export type Unmeasured = keyof typeof reasons
/** The reasons by status. */
export type Reasons = { readonly [S in Unmeasured]: (typeof reasons)[S][number] }
/** Why there is no measurement. */
export type Reason = Reasons[Unmeasured]
/** The status of a result. */
export type Status = 'passed' | Unmeasured

/** Why something is `not_applicable`. */
export const notApplicableCauses = [
  'no_workload',
  'no_subsystem',
  'no_semantics',
  'no_authority',
  'alias',
  'needs_smp',
  'out_of_scope',
] as const
/** Why a benchmark does not apply to a system. */
export type NotApplicableCause = (typeof notApplicableCauses)[number]

/** Which reason is *the* reason when several were found: the first of this order. All of them are listed. */
export const reasonOrder = [
  'cancelled',
  'launch_failed',
  'guest_panic',
  'guest_fault',
  'authority_exceeded',
  'transcript_overflow',
  'launch_timeout',
  'boot_timeout',
  'run_timeout',
  'exit_timeout',
  'abnormal_exit',
  'workload_error',
  'records_lost',
  'proof_failed',
  'verifier_rejected',
  'undeclared_fast_path',
  'workload_mismatch',
  'placement_lost',
  'clock_unusable',
  'noise',
  'proof_missing',
  'missing_prerequisite',
  'not_applicable',
] as const satisfies readonly Reason[]

/** One thing that kept a number from existing. */
export type Cause = {
  readonly [S in Unmeasured]: {
    readonly status: S
    readonly reason: Reasons[S]
    readonly cause?: NotApplicableCause
    /** What was wanted and what came, for a person. */
    readonly detail: string
  }
}[Unmeasured]

/** A list that holds at least one. */
export type NonEmpty<T> = readonly [T, ...T[]]

/** The causes in the order of `reasonOrder`; the first one is the reason of the result. */
export function rankCauses(causes: NonEmpty<Cause>): NonEmpty<Cause> {
  const rank = (cause: Cause) => reasonOrder.indexOf(cause.reason)
  const [first, ...rest] = [...causes].sort((a, b) => rank(a) - rank(b))
  return [first as Cause, ...rest]
}

/** A cause of the right status for a reason. */
export function cause(reason: Reason, detail: string, why?: NotApplicableCause): Cause {
  const status = (Object.keys(reasons) as Unmeasured[]).find((key) =>
    (reasons[key] as readonly string[]).includes(reason),
  )
  return { status, reason, detail, ...(why && { cause: why }) } as Cause
}
