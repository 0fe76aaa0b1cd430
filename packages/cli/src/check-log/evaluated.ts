import type { Benchmark, Case, Evaluation, Setting, Transcript } from '@capbench/core'
import { usage } from '../options/usage.ts'
import type { LogChoices } from './check-log.ts'

export type Complete = Extract<Evaluation, { complete: true }>
export type Refused = { readonly complete: false; readonly lost: string }

export interface Evaluated {
  readonly one: Case
  readonly cpus: number
  readonly evaluation: Complete | Refused
}

/**
 * What a benchmark makes of a transcript in the case that was asked for; else in the first that it accepts; else in the
 * one in which the fewest checks fail.
 *
 * @throws CAPBENCH_USAGE for a case that it does not have
 */
export function evaluated(transcript: Transcript, benchmark: Benchmark, choices: LogChoices): Evaluated {
  let best: Evaluated | undefined
  for (const one of casesFor(benchmark, choices.case)) {
    const cpus = choices.cpus ?? one.vcpus
    const { parameters, system } = choices
    const evaluation = evaluate(transcript, benchmark, { parameters, case: one, system, cpus })
    if (best === undefined || failures(evaluation) < failures(best.evaluation)) best = { one, cpus, evaluation }
    if (failures(best.evaluation) === 0) break
    if (!evaluation.complete) break // no case makes records of what is none
  }
  if (best === undefined) throw usage(`${benchmark.name} has no case`)
  return best
}

function casesFor({ name, cases }: Benchmark, asked: string | undefined): readonly Case[] {
  if (asked === undefined) return cases
  const found = cases.find((one) => one.name === asked)
  if (found !== undefined) return [found]
  throw usage(`${name} has no case "${asked}"; it has ${cases.map((one) => one.name).join(', ')}`)
}

/** A definition that throws says so, and the other cases are tried. */
function evaluate(transcript: Transcript, benchmark: Benchmark, setting: Setting): Complete | Refused {
  try {
    return benchmark.evaluate(transcript, setting)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { complete: false, lost: `parser, verifier or metrics of ${benchmark.name} threw: ${why}` }
  }
}

function failures(evaluation: Complete | Refused): number {
  if (!evaluation.complete) return Number.POSITIVE_INFINITY
  return evaluation.verdict.accepted ? 0 : evaluation.verdict.rejected.length
}
