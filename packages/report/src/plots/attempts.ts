import type { AssessedRun, Campaign, Passed } from '@capbench/core'

/** What became of a run. A run without a value has no figure in a report, whatever its guest printed. */
export const fates = ['counts', 'warm-up', 'set aside', 'no value'] as const
export type Fate = (typeof fates)[number]

/** One run of the campaign, whatever its kind, with the value of the first metric of its benchmark. */
export interface Attempt {
  readonly run: AssessedRun
  readonly fate: Fate
  /** Reasons of a refusal, or why a row has no value; empty where there is nothing to say. */
  readonly because: string
  readonly row: Passed | undefined
  readonly value: number | undefined
}

/** Every run in the order in which it ran: proofs, warm-ups and what was set aside too. */
export function attemptsOf({ runs, results }: Campaign): readonly Attempt[] {
  return [...runs]
    .sort((a, b) => a.record.order - b.record.order)
    .map((run) => {
      const { record, assessment, headline } = run
      const result = results.find(
        (each) => each.benchmark === record.benchmark && each.target === record.target && each.case === record.case,
      )
      const row = result?.status === 'passed' ? result : undefined
      const value = row !== undefined && assessment.accepted ? headline : undefined
      const fate = value === undefined ? 'no value' : fateOf(run)
      return { run, row, value, fate, because: becauseOf(run, row) }
    })
}

function fateOf({ record, setAside }: AssessedRun): Fate {
  if (setAside) return 'set aside'
  return record.kind === 'measured' ? 'counts' : 'warm-up'
}

function becauseOf({ record, assessment, setAside }: AssessedRun, row: Passed | undefined): string {
  if (!assessment.accepted) return assessment.causes.map(({ reason, detail }) => `${reason}: ${detail}`).join('; ')
  if (setAside) return 'beside other work, made again'
  if (record.kind === 'proof') return 'a proof has no value'
  return row === undefined ? 'its row has no value' : ''
}
