import type { PartOutcome } from '@capbench/core'
import type { MeasuredVariant } from '../intents/intents.ts'
import { absenceOf, deniedThough } from '../table/absence.ts'
import type { TableSystem } from '../table/cell.ts'
import { sourceOf } from '../table/source.ts'
import { cellOf, workOf } from '../table/table.ts'
import { leastClean } from './batches.ts'
import { attemptOf, batchTimes, bestCanary, cleanMedian } from './figures.ts'
import type { Attempt, OsbenchRun } from './records.ts'

/** The column of the table that describes a system; a guest and a host differ in what they are found to offer. */
const columns: Readonly<Record<string, TableSystem>> = { linux: 'linux-native', bare: 'bare', capos: 'capos' }

const columnOf = (system: string): TableSystem => columns[system] ?? 'linux-native'

/** The id under which a program reports a metric: of an intent that only shows another one's figure, that one's. */
export function reportedAs(variant: MeasuredVariant, system: string): string {
  return sourceOf(variant, columnOf(system)) ?? variant.metric
}

/** Checks that say that the machinery broke, and not that an answer was wrong. */
const broken = ['system-call', 'crash', 'peers', 'placement']

/**
 * What became of one metric in an accepted run: by what the target answered when it was asked, never by the table.
 * Where the two disagree, the result says so.
 */
export function outcomeOf(run: OsbenchRun, variant: MeasuredVariant, system: string): PartOutcome {
  const { intent } = variant
  const cell = cellOf(intent, columnOf(system))
  const attempt = attemptOf(run, reportedAs(variant, system))
  if (attempt === undefined) return absenceOf(variant, columnOf(system), run.probes)
  switch (attempt.outcome) {
    case 'absent':
      return { ...absence(run, attempt), notes: cell.kind === 'workload' ? [contradiction(attempt)] : [] }
    case 'failed':
      return { measured: false, reason: failure(attempt), detail: `${attempt.check}: ${attempt.detail}` }
    case 'passed': {
      const unexpected = `the table expected nothing here (${cell.kind === 'workload' ? '' : cell.detail})`
      const wrong = deniedThough(variant, columnOf(system), run.probes) ?? otherMechanism(attempt, variant, system)
      if (wrong !== undefined) return { measured: false, reason: 'verifier_rejected', detail: wrong }
      return { ...measured(run, attempt), notes: cell.kind === 'workload' ? [] : [unexpected] }
    }
    default:
      return attempt.outcome satisfies never
  }
}

/**
 * A system that brings a program of its own says by what it did it; another mechanism than the table's would stand
 * under the label of the table. Our own programs are known by their digest.
 */
function otherMechanism({ mechanism }: Attempt, { intent }: MeasuredVariant, system: string): string | undefined {
  const label = workOf(intent, columnOf(system))?.label
  if (system === 'linux' || system === 'bare' || label === undefined || mechanism === label) return undefined
  return `it was measured by ${mechanism}, and is ${label} in the table`
}

function absence(run: OsbenchRun, { check, detail }: Attempt): PartOutcome {
  if (detail === 'withheld')
    return {
      measured: false,
      reason: 'not_applicable',
      cause: 'no_authority',
      detail: `the profile of the benchmark does not permit ${check}, so nobody asked the target for it`,
    }
  const probe = run.probes.find(({ subsystem }) => subsystem === check)
  const asked = probe === undefined ? detail : `asked by ${probe.tried}, it answered: ${probe.came}`
  const cause = check === 'smp' ? 'needs_smp' : 'no_subsystem'
  return { measured: false, reason: 'not_applicable', cause, detail: `${check}: ${asked}` }
}

const contradiction = ({ check, detail }: Attempt): string =>
  detail === 'withheld' ? `${check} is withheld` : `the table expects ${check} here, and the target does not have it`

const failure = ({ check }: Attempt) =>
  check === 'watchdog' ? 'run_timeout' : broken.includes(check) ? 'workload_error' : 'verifier_rejected'

/** Length of a batch, in ns. */
const batchNs = 2_000_000

function measured(run: OsbenchRun, attempt: Attempt): PartOutcome {
  const [overhead] = run.envs
  if (overhead === undefined || attempt.rows.length !== attempt.batches) {
    const detail = `${attempt.batches} batches were timed, ${attempt.rows.length} were said`
    return { measured: false, reason: 'workload_error', detail }
  }
  if (overhead.tickNs === 0 || overhead.tickNs * 1000 > batchNs) {
    const detail = `the tick of the clock is ${overhead.tickNs} ns, a thousandth of a batch is ${batchNs / 1000} ns`
    return { measured: false, reason: 'clock_unusable', detail }
  }
  const value = cleanMedian(run, attempt)
  if (value === undefined) {
    const { clean, all } = batchTimes(attempt, overhead, bestCanary(run))
    const counted = `${clean.length} of ${all.length} batches are clean after ${attempt.attempt} attempts`
    const detail = `${counted}; at least ${leastClean} are wanted`
    return { measured: false, reason: 'noise', detail }
  }
  if (value <= 0) return { measured: false, reason: 'clock_unusable', detail: 'nothing is left of the time of a batch' }
  return { measured: true }
}
