import { type Cause, cause } from '../define/reasons.ts'
import type { AssessedRun } from './assess-runs.ts'

/** What the accepted runs of a row say of one metric, run by run. */
function outcomesOf(name: string, runs: readonly AssessedRun[]) {
  return runs.flatMap(({ record, assessment, setAside }) => {
    const outcome = assessment.accepted ? assessment.metrics[name]?.outcome : undefined
    // A run that was set aside for its noise, and made again, does not make the row noisy.
    const repeated = setAside && outcome?.measured === false && outcome.reason === 'noise'
    return outcome === undefined || repeated ? [] : [{ ordinal: record.ordinal, outcome }]
  })
}

/**
 * Why a metric has no number in runs that are whole, warm-ups included. Runs of one row must agree whether it is
 * applicable: a subsystem that is there in one boot and not in the next is no property of the system.
 */
export function partCauses(name: string, runs: readonly AssessedRun[]): readonly Cause[] {
  const outcomes = outcomesOf(name, runs)
  const isAbsent = ({ outcome }: (typeof outcomes)[number]) => !outcome.measured && outcome.reason === 'not_applicable'
  const absent = outcomes.find(isAbsent)
  const present = outcomes.find((each) => !isAbsent(each))
  const causes = outcomes.flatMap(({ ordinal, outcome }): readonly Cause[] => {
    if (outcome.measured) return []
    const why = outcome.reason === 'not_applicable' ? outcome.cause : undefined
    return [cause(outcome.reason, `run ${ordinal}, ${name}: ${outcome.detail}`, why)]
  })
  if (absent === undefined || present === undefined) return causes
  const split = `${name} is not applicable in run ${absent.ordinal} and applicable in run ${present.ordinal}`
  return [cause('verifier_rejected', `${split}; the runs of one row must agree`), ...causes]
}

/** What the runs want printed with the result, each once. */
export function partNotes(name: string, runs: readonly AssessedRun[]): readonly string[] {
  return [...new Set(outcomesOf(name, runs).flatMap(({ outcome }) => outcome.notes ?? []))]
}
