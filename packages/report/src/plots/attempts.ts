import { type AssessedRun, type Campaign, type Passed, valueOfMetric } from '@capbench/core'

/** What became of a run. A run without a value has no figure in a report, whatever its guest printed. */
export const fates = ['counts', 'warm-up', 'set aside', 'no value'] as const
export type Fate = (typeof fates)[number]

/** What one run gave one metric. */
export interface RunValue {
  readonly metric: string
  readonly row: Passed | undefined
  /** Only where the row has a value. */
  readonly value: number | undefined
  readonly fate: Fate
}

/** One run of the campaign, whatever its kind, with what it gave each metric of its benchmark. */
export interface Attempt {
  readonly run: AssessedRun
  readonly fate: Fate
  /** Reasons of a refusal, or why a row has no value; empty where there is nothing to say. */
  readonly because: string
  /** None of a proof. */
  readonly values: readonly RunValue[]
}

/** Every run in the order in which it ran: proofs, warm-ups and what was set aside too. */
export function attemptsOf({ runs, results }: Campaign): readonly Attempt[] {
  const rows = Map.groupBy(results, rowKey)
  return [...runs]
    .sort((a, b) => a.record.order - b.record.order)
    .map((run) => {
      const own = run.record.kind === 'proof' ? [] : (rows.get(rowKey(run.record)) ?? [])
      const values = own.map((result): RunValue => {
        const row = result.status === 'passed' ? result : undefined
        const value = row && valueOfMetric(run.assessment, row.metric)
        return { metric: result.metric, row, value, fate: value === undefined ? 'no value' : fateOf(run) }
      })
      const fate = values.some(({ value }) => value !== undefined) ? fateOf(run) : 'no value'
      return { run, values, fate, because: becauseOf(run, values) }
    })
}

const rowKey = (row: { readonly benchmark: string; readonly target: string; readonly case: string }) =>
  JSON.stringify([row.benchmark, row.target, row.case])

function fateOf({ record, setAside }: AssessedRun): Fate {
  if (setAside) return 'set aside'
  return record.kind === 'measured' ? 'counts' : 'warm-up'
}

function becauseOf({ record, assessment, setAside }: AssessedRun, values: readonly RunValue[]): string {
  if (!assessment.accepted) return assessment.causes.map(({ reason, detail }) => `${reason}: ${detail}`).join('; ')
  if (setAside) return 'beside other work, made again'
  if (record.kind === 'proof') return 'a proof has no value'
  const without = values.filter(({ value }) => value === undefined).map(({ metric }) => metric)
  if (without.length === 0) return ''
  if (without.length === values.length) return 'its row has no value'
  const many = without.length > mostNamed
  return `no value of ${many ? `${without.length} of ${values.length} metrics` : without.join(', ')}`
}

/** Metrics whose names stand beside a run; of more, the tables of figures show which. */
const mostNamed = 6
