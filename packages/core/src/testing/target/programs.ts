import type { Work } from '../../target/target.ts'

/** What a run of a conformance suite executes; the nonce is for dialogues that have to say it. */
export type MakeWork = (nonce: string) => Work

/**
 * Work of known behaviour, in whatever form the target can run. What is absent is skipped, and the report says so.
 *
 * - `good` prints a whole transcript and ends cleanly;
 * - `exit1` begins one and fails; `crash` begins one and breaks in a way that the system under test notices;
 * - `garbage` prints bytes that are no records; `half` stops in the middle of one; `nothing` prints nothing. All three
 *   end as if all were well;
 * - `hang` begins a transcript and never ends; `flood` never stops printing.
 */
export interface TargetPrograms {
  readonly good: MakeWork
  readonly exit1?: MakeWork
  readonly garbage?: MakeWork
  readonly half?: MakeWork
  readonly nothing?: MakeWork
  readonly hang?: MakeWork
  readonly flood?: MakeWork
  readonly crash?: MakeWork
}
/** A program that the checks of a target may run. */
export type ProgramName = keyof TargetPrograms
