import type { Benchmark } from '../../define/benchmark.ts'
import type { Evaluation } from '../../verify/evaluate.ts'
import type { Tried } from './mutation-run.ts'
import type { Recording } from './recording.ts'

/** A recording that the definition accepts, and what it made of it. */
export interface Sound {
  readonly recording: Recording
  readonly evaluation: Extract<Evaluation, { complete: true }>
}

/** What a check may use. */
export interface Surroundings {
  readonly benchmark: Benchmark
  readonly recordings: readonly Recording[]
  /** Of every row the first recording that is accepted. */
  readonly sound: readonly Sound[]
  /** Every mutant of the sound recordings, and what became of it. */
  readonly tried: readonly Tried[]
  /** Text or bytes that the corpus digest is over; undefined where they were not given. */
  readonly corpus: Uint8Array | undefined
  /** Paths of records and parameters that are no answers. */
  readonly context: readonly string[]
}

/** What a check looked at, and everything that is wrong with it; no fault: the promise holds. */
export type Finding = { readonly looked: number; readonly faults: readonly string[] } | { readonly skip: string }

/** One promise of a definition. */
export interface Check {
  readonly name: string
  readonly find: (around: Surroundings) => Finding
}
