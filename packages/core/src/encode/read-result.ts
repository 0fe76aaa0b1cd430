import type { Cause, NonEmpty, NotApplicableCause, Reasons, Unmeasured } from '../define/reasons.ts'
import { CapbenchError } from '../error.ts'
import type { EvidenceClass } from '../judge/labels/names.ts'
import type { Role } from '../target/target.ts'
import type { Measurement, StoredResult } from './result.ts'

/** What every result carries, measured or not. */
export interface ResultIdentity {
  readonly campaignId: string
  readonly benchmark: string
  readonly version: string
  readonly tier: number
  readonly target: string
  readonly system: string
  readonly role: Role
  readonly case: string
  readonly vcpus: number
  readonly metric: string
  readonly configHash: string
  readonly artifactHash: string
  readonly hashes: StoredResult['hashes']
  readonly authority: StoredResult['authority']
  readonly labels: readonly string[]
  readonly runs: StoredResult['runs']
}

/** A measurement exists in this arm alone. */
export interface Passed<out U extends string = string> extends ResultIdentity {
  readonly status: 'passed'
  readonly measurement: Omit<Measurement, 'unit' | 'samples'> & {
    readonly unit: U
    readonly samples: NonEmpty<number>
  }
  readonly evidenceClass: EvidenceClass
  readonly classReasons: readonly string[]
  readonly claim: string
}

/** Why there is no number. `causes` lists everything that was found, the reason first. */
export interface NotMeasured<out S extends Unmeasured> extends ResultIdentity {
  readonly status: S
  readonly reason: Reasons[S]
  readonly cause?: NotApplicableCause
  readonly detail: string
  readonly causes: NonEmpty<Cause>
}

/** The outcome of benchmark x target x case x metric. The status picks the arm, the arm its reasons. */
export type Result<U extends string = string> =
  | Passed<U>
  | NotMeasured<'unsupported'>
  | NotMeasured<'failed'>
  | NotMeasured<'invalid'>

/** From the stored shape, which is the spec's, to the one that scripts read. */
export function readResult(stored: StoredResult): Result {
  const identity: ResultIdentity = {
    campaignId: stored.runId,
    benchmark: stored.benchmarkName,
    version: stored.benchmarkVersion,
    tier: stored.tier,
    target: stored.target,
    system: stored.system,
    role: stored.role,
    case: stored.case,
    vcpus: stored.vcpus,
    metric: stored.metric,
    configHash: stored.configHash,
    artifactHash: stored.artifactHash,
    hashes: stored.hashes,
    authority: stored.authority,
    labels: stored.labels,
    runs: stored.runs,
  }
  switch (stored.status) {
    case 'passed': {
      const { evidenceClass, classReasons, claim } = stored
      const measurement = stored.result.measurement as unknown as Passed['measurement']
      return { ...identity, status: 'passed', measurement, evidenceClass, classReasons, claim }
    }
    case 'failed':
      return { ...identity, status: 'failed', ...failureOf(stored.result.failure) }
    case 'unsupported':
      return { ...identity, status: 'unsupported', ...failureOf(stored.result.unsupported) }
    case 'invalid':
      return { ...identity, status: 'invalid', ...failureOf(stored.result.invalid) }
    default:
      return stored satisfies never
  }
}

function failureOf<R>(failure: {
  readonly reason: R
  readonly cause?: NotApplicableCause
  readonly detail: string
  readonly causes: readonly unknown[]
}) {
  return { ...failure, causes: failure.causes as unknown as NonEmpty<Cause> }
}

/**
 * Throws unless the result passed. The only function that turns a result into an exception; the message has the reason.
 *
 * @throws CAPBENCH_NOT_PASSED
 */
export function assertPassed<U extends string>(result: Result<U>): asserts result is Passed<U> {
  if (result.status === 'passed') return
  const { benchmark, target, case: name, metric, status, reason, detail } = result
  throw new CapbenchError(
    'CAPBENCH_NOT_PASSED',
    `${benchmark} on ${target}, ${name}, ${metric} was to pass and is ${status}: ${reason}: ${detail}`,
    { cause: result },
  )
}
