import type { Benchmark } from '../define/benchmark.ts'
import { type Cause, cause, type NonEmpty, rankCauses } from '../define/reasons.ts'
import { byCodeUnits, canonicalJson, sha256Hex } from '../encode/canonical.ts'
import { median } from '../statistics/median.ts'
import { differences } from '../verify/nondeterminism.ts'
import type { AssessedRun } from './assess-runs.ts'
import { partCauses, partNotes } from './parts.ts'

/** One sample: the number of one run for one metric. */
export interface Sample {
  readonly ordinal: number
  readonly value: number
  /** The independent requests of the run, where the metric is a distribution; else the value alone. */
  readonly requests: readonly number[]
}

/** What the runs of a row yield for one metric: samples of every measured run, or the causes why there are none. */
export type RowOutcome = {
  /** What the runs say of this metric, to be printed with its result. */
  readonly notes?: readonly string[]
} & (
  | { readonly passed: true; readonly samples: NonEmpty<Sample>; readonly correctness: string }
  | { readonly passed: false; readonly causes: NonEmpty<Cause> }
)

/** A clock that yields zero did not run; a count may be zero. Stored JSON holds nothing beyond 2^53-1. */
const isUsable = (value: number, timed: boolean) =>
  Number.isFinite(value) && (timed ? value > 0 : value >= 0) && value <= Number.MAX_SAFE_INTEGER

/**
 * All or nothing: one refused run refuses the row, a warm-up too, and one that was set aside, since a wrong answer does
 * not become right by repetition. Observations must be equal between the runs, save for what the definition declares as
 * nondeterministic.
 */
export function summarizeRow(
  benchmark: Benchmark,
  metric: { readonly name: string; readonly timed: boolean },
  runs: readonly AssessedRun[],
  wanted: number,
  missing: Cause,
): RowOutcome {
  const measured = runs.filter(({ record }) => record.kind === 'measured')
  const causes: Cause[] = runs.flatMap(({ record, assessment }) => {
    const which = record.kind === 'warmup' ? 'warm-up run' : 'run'
    if (assessment.accepted) return []
    return assessment.causes.map((found) => ({ ...found, detail: `${which} ${record.ordinal}: ${found.detail}` }))
  })
  const samples: Sample[] = []
  const checks: string[] = []
  causes.push(...partCauses(metric.name, runs))
  const notes = partNotes(metric.name, runs)
  for (const { record, assessment, setAside } of measured) {
    if (!assessment.accepted) continue
    const value = assessment.metrics[metric.name]
    checks.push(...assessment.verdict.checked)
    if (value?.outcome?.measured === false) continue
    if (value === undefined || !value.verdict.accepted) {
      const why = value === undefined || value.verdict.accepted ? 'no such metric' : value.verdict.rejected.join('; ')
      causes.push(cause('verifier_rejected', `run ${record.ordinal}, ${metric.name}: ${why}`))
      continue
    }
    const unusable = value.values.findIndex((each) => !isUsable(each, metric.timed))
    if (value.values.length === 0 || unusable >= 0) {
      const came = value.values[unusable] ?? 'nothing'
      const wanted = `a number ${metric.timed ? 'above 0' : 'not below 0'} and at most 2^53-1 was wanted`
      causes.push(cause('clock_unusable', `run ${record.ordinal}: ${metric.name} is ${came}, ${wanted}`))
    } else if (!setAside) samples.push({ ordinal: record.ordinal, value: median(value.values), requests: value.values })
  }
  causes.push(...differences(benchmark.nondeterminism, runs))
  if (measured.filter(({ setAside }) => !setAside).length < wanted) causes.push(missing)
  const [first, ...rest] = causes
  if (first !== undefined) return { passed: false, causes: rankCauses([first, ...rest]), notes }
  return {
    passed: true,
    notes,
    samples: samples as unknown as NonEmpty<Sample>,
    correctness: sha256Hex(new TextEncoder().encode(canonicalJson([...new Set(checks)].sort(byCodeUnits)))),
  }
}
