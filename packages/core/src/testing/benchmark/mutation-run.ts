import type { Benchmark } from '../../define/benchmark.ts'
import type { Sound } from './check.ts'
import { fieldMutants } from './field-mutants.ts'
import { framedIn, reframed } from './framing.ts'
import { emptied, lineMutants } from './line-mutants.ts'
import { type Mutant, type Outcome, outcomeOf } from './outcome.ts'
import { recordMutants, tornMutants } from './record-mutants.ts'
import { shiftMutants } from './shift-mutants.ts'

/**
 * What was changed: `torn` breaks the stream; `counted`, `swapped` and `field` are whole streams of records that are
 * missing, in another order or wrong; `shifted` moves all numbers of a field; `line` is one of a format without a
 * checksum.
 */
export type MutantKind = 'torn' | 'counted' | 'swapped' | 'field' | 'shifted' | 'line' | 'unframed'

export interface Tried {
  readonly kind: MutantKind
  /** The recording that was changed. */
  readonly of: string
  readonly outcome: Outcome
}

/** Most mutants of one kind and recording. */
const most = 160

/** Changes a sound recording in every way that the format knows and asks the definition each time. */
export function tryMutants(
  benchmark: Benchmark,
  { recording, evaluation }: Sound,
  context: readonly string[],
): readonly Tried[] {
  const attempt = (kind: MutantKind, mutants: readonly Mutant[]): readonly Tried[] =>
    mutants.map((mutant) => ({ kind, of: recording.name, outcome: outcomeOf(benchmark, mutant, evaluation) }))
  const framed = isFramed(benchmark, recording.setting.system) ? framedIn(recording) : undefined
  const empty = attempt('torn', [emptied(recording)])
  if (framed === undefined) return [...empty, ...attempt('line', lineMutants(recording, most))]
  const again = { ...reframed(recording, framed, framed.records), what: 'the same records, framed again' }
  const { counted, swapped } = recordMutants(recording, framed, context, most)
  return [
    ...empty,
    ...attempt('unframed', [again]),
    ...attempt('torn', tornMutants(recording, framed, most)),
    ...attempt('counted', counted),
    ...attempt('swapped', swapped),
    ...attempt('field', fieldMutants(recording, framed, context, most)),
    ...attempt('shifted', shiftMutants(recording, framed)),
  ]
}

const isFramed = (benchmark: Benchmark, system: string): boolean =>
  benchmark.workloadFor(system)?.parser.format.startsWith('framed/') ?? false
