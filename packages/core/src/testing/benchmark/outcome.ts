import { isDeepStrictEqual } from 'node:util'
import type { Benchmark } from '../../define/benchmark.ts'
import type { JsonValue } from '../../define/json.ts'
import type { Nondeterminism } from '../../define/method.ts'
import { messageOf } from '../../error.ts'
import type { Evaluation } from '../../verify/evaluate.ts'
import { differences } from '../../verify/nondeterminism.ts'
import type { Setting } from '../../verify/verdict.ts'
import { type Recording, transcriptOf } from './recording.ts'

/** A recording that was changed, and what was changed. */
export interface Mutant extends Omit<Recording, 'name'> {
  readonly what: string
}

/** What a definition made of a mutant, beside what it made of the sound run. */
export type Outcome =
  | { readonly kind: 'incomplete'; readonly what: string }
  | { readonly kind: 'rejected'; readonly what: string }
  /** Accepted, and nothing of the observation is another. */
  | { readonly kind: 'unseen'; readonly what: string }
  /** Accepted, and everything that differs is declared to differ between runs; `moved` are the metrics that do. */
  | { readonly kind: 'declared'; readonly what: string; readonly moved: readonly string[] }
  | {
      readonly kind: 'wrong-answer-accepted'
      readonly what: string
      readonly differs: string
      readonly moved: readonly string[]
    }
  | { readonly kind: 'threw'; readonly what: string; readonly error: string }

type Complete = Extract<Evaluation, { complete: true }>

/** What the definition makes of a recording: an accepted evaluation, or why there is none. */
export function accepted(benchmark: Benchmark, recording: Recording): Complete | { readonly refused: string } {
  try {
    const evaluation = benchmark.evaluate(transcriptOf(recording), recording.setting)
    if (!evaluation.complete) return { refused: `records are lost: ${evaluation.lost}` }
    return evaluation.verdict.accepted ? evaluation : { refused: evaluation.verdict.rejected.join('; ') }
  } catch (error) {
    return { refused: `parser, verifier or metrics threw: ${messageOf(error)}` }
  }
}

/** What must not differ between two accepted runs of one row and does, as text. */
export function undeclared(declared: readonly Nondeterminism[], a: JsonValue, b: JsonValue): readonly string[] {
  const run = (observation: JsonValue, ordinal: number) => ({
    record: { ordinal },
    assessment: { accepted: true, verdict: { accepted: true, checked: ['-'] }, observation, metrics: {} } as const,
  })
  return differences(declared, [run(a, 1), run(b, 2)]).map(({ detail }) => detail)
}

/** @param sound what the definition made of the recording that the mutant was made of */
export function outcomeOf(benchmark: Benchmark, mutant: Mutant, sound: Complete): Outcome {
  const { what } = mutant
  const evaluation = evaluate(benchmark, mutant, mutant.setting)
  if ('threw' in evaluation) return { kind: 'threw', what, error: evaluation.threw }
  if (!evaluation.complete) return { kind: 'incomplete', what }
  if (!evaluation.verdict.accepted || losesMetric(evaluation, sound)) return { kind: 'rejected', what }
  if (undeclared([], sound.observation, evaluation.observation).length === 0) return { kind: 'unseen', what }
  const [differs] = undeclared(benchmark.nondeterminism, sound.observation, evaluation.observation)
  const moved = movedMetrics(evaluation, sound)
  return differs === undefined
    ? { kind: 'declared', what, moved }
    : { kind: 'wrong-answer-accepted', what, differs, moved }
}

/** Metrics of the sound run that have other values now. */
function movedMetrics({ metrics }: Complete, sound: Complete): readonly string[] {
  return Object.entries(sound.metrics)
    .filter(([name, { values }]) => !isDeepStrictEqual(metrics[name]?.values, values))
    .map(([name]) => name)
}

function evaluate(benchmark: Benchmark, mutant: Mutant, setting: Setting): Evaluation | { readonly threw: string } {
  try {
    return benchmark.evaluate(transcriptOf(mutant), setting)
  } catch (error) {
    return { threw: messageOf(error) }
  }
}

/** Was a metric measured in the sound run and is refused now, by its own verifier or its own outcome? */
function losesMetric(evaluation: Complete, sound: Complete): boolean {
  return Object.entries(sound.metrics).some(
    ([name, { values }]) => values.length > 0 && evaluation.metrics[name]?.values.length === 0,
  )
}
