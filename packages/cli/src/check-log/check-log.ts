import { type Benchmark, type JsonObject, onSystem, protocol } from '@capbench/core'
import { type Complete, type Evaluated, evaluated } from './evaluated.ts'
import { type FoundLines, findLines } from './find-lines.ts'
import { type Framing, framingOf, placeOfRecord } from './framing.ts'
import type { Step } from './step.ts'

/** How the run was made that left a log. */
export interface LogChoices {
  /** Undefined: the first that is accepted, else that in which the fewest checks fail. */
  readonly case: string | undefined
  readonly system: string
  readonly parameters: JsonObject
  /** Undefined: that of the first record. */
  readonly nonce: string | undefined
  /** CPUs that the program was given. Undefined: as many as the case has. */
  readonly cpus: number | undefined
}

export interface LogMetric {
  readonly name: string
  readonly unit: string
  readonly clock: string
  /** Empty where it was not measured, or refused. */
  readonly values: readonly number[]
  /** Why there is no value. */
  readonly none?: string
}

/** What a benchmark makes of a log. */
export interface LogReport {
  readonly good: boolean
  /** Undefined where none was asked for, and the log is no whole one of any. */
  readonly case?: string
  readonly cpus?: number
  readonly nonce: string
  readonly bytes: number
  readonly lines: number
  readonly steps: readonly Step[]
  /** Empty where the log is refused. */
  readonly metrics: readonly LogMetric[]
}

/**
 * Reads, verifies and measures a log as the benchmark does it with the transcript of a run. What makes a run more than
 * a log is not here: how the machine ended, what the launcher saw, and a nonce that nobody could know before.
 *
 * @throws CAPBENCH_USAGE for a case that the benchmark does not have
 */
export function checkLog(log: Uint8Array, benchmark: Benchmark, choices: LogChoices): LogReport {
  const found = findLines(log)
  const format = benchmark.workloadFor(choices.system)?.parser.format
  const framed = format === undefined ? found.count > 0 : format.startsWith('framed/')
  const nonce = format?.endsWith('-without-nonce') ? protocol.nonce.none : (choices.nonce ?? found.nonce ?? '-')
  const made = evaluated(transcriptOf(log, found, nonce, framed), benchmark, choices)
  const framing = framed ? framingOf(log, found, nonce) : undefined
  const first: Step = framing?.step ?? {
    step: 'framing',
    good: true,
    detail: `none: ${format ?? 'the format'} has no frame, count and checksum; the parser alone says what is whole`,
  }
  const rest = first.good ? stepsOf(made, benchmark, log, framing) : []
  const steps = [first, ...rest]
  const good = steps.every((step) => step.good)
  const { evaluation, one, cpus } = made
  const known = evaluation.complete || choices.case !== undefined
  return {
    ...{ good, ...(known && { case: one.name, cpus }), nonce, bytes: log.length, lines: found.lines, steps },
    metrics: good && evaluation.complete ? metricsOf(evaluation, benchmark, choices.system) : [],
  }
}

/** Records have a channel of their own only in a run; the log of another system is its console. */
function transcriptOf(log: Uint8Array, { records }: FoundLines, nonce: string, framed: boolean) {
  return {
    nonce,
    channel: (name: string) => (name === 'records' && framed ? records : log),
    artifact: () => log,
  }
}

function stepsOf(
  { evaluation }: Evaluated,
  { verifier }: Benchmark,
  log: Uint8Array,
  framing: Framing | undefined,
): readonly Step[] {
  if (!evaluation.complete) {
    const { lost } = evaluation
    const remedy = 'print the fields that the definition declares, each of its type, and no others'
    return [{ step: 'records', good: false, detail: lost, ...placeOfRecord(log, framing?.records ?? [], lost), remedy }]
  }
  const counts = Map.groupBy(framing?.records ?? [], ({ type }) => type)
  const types = [...counts].map(([type, { length }]) => `${type} ${length}`).join(', ')
  const read: readonly Step[] = [
    ...(framing === undefined ? [] : [{ step: 'records', good: true, detail: `fit their schemas: ${types}` } as const]),
    { step: 'observed', good: true, detail: JSON.stringify(evaluation.observation) },
  ]
  const { verdict } = evaluation
  const checks = verdict.accepted
    ? verdict.checked.map((detail): Step => ({ step: 'check', good: true, detail }))
    : verdict.rejected.map((detail): Step => ({ step: 'check', good: false, detail }))
  const others: Step = { step: 'check', good: true, detail: `nothing else that ${verifier.name} checks is wrong` }
  return [...read, ...checks, ...(verdict.accepted ? [] : [others])]
}

function metricsOf({ metrics }: Complete, benchmark: Benchmark, system: string): readonly LogMetric[] {
  return benchmark.metrics.map(({ name, unit, clock }): LogMetric => {
    const { values = [], verdict, outcome } = metrics[name] ?? {}
    const none =
      outcome?.measured === false ? outcome.detail : verdict?.accepted === false && verdict.rejected.join('; ')
    return {
      ...{ name, values, unit: onSystem(unit, system) ?? 'unknown', clock: onSystem(clock, system) ?? 'unknown' },
      ...(typeof none === 'string' && { none }),
    }
  })
}
