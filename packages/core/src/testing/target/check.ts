import type { JsonValue } from '../../define/json.ts'
import type { Parser } from '../../parse/transcript.ts'
import type { TargetFacts } from '../../target/facts.ts'
import type { Target } from '../../target/target.ts'
import type { MakeWork, ProgramName, TargetPrograms } from './programs.ts'
import type { RecordedRun, RunSettings } from './recorded-run.ts'

/** What preparing a target twice brought. */
export interface Preparation {
  readonly facts: readonly [TargetFacts, TargetFacts]
  /** What the first one captured, by name. */
  readonly environment: ReadonlyMap<string, JsonValue>
}

/** What a check may use. */
export interface Surroundings {
  readonly target: Target
  readonly prepared: Preparation
  readonly programs: TargetPrograms
  readonly parser: Parser<JsonValue>
  readonly hangTimeoutMs: number
  /** Runs once and keeps the run for the checks that look at all of them. */
  readonly run: (work: MakeWork, change?: Partial<RunSettings>) => Promise<RecordedRun>
  /** Every run until now. */
  readonly runs: readonly RecordedRun[]
  /** Processes that the runs until now left behind, as text; undefined where this host does not say. */
  readonly left: () => readonly string[] | undefined
}

/** Not applicable here, and why. */
export interface Skipped {
  readonly skip: string
}

/** One promise of the contract. */
export interface Check {
  readonly name: string
  /** Programs without which it is skipped. */
  readonly programs?: readonly ProgramName[]
  /** Everything that is wrong; empty: the promise holds. */
  readonly faults: (around: Surroundings) => Promise<readonly string[] | Skipped> | readonly string[] | Skipped
}

/** The text, where a condition does not hold. */
export const unless = (holds: boolean, fault: string): readonly string[] => (holds ? [] : [fault])
