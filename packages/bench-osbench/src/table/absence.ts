import type { PartOutcome } from '@capbench/core'
import type { Variant } from '../intents/intents.ts'
import type { TableSystem, Work } from './cell.ts'
import { cellOf, workOf } from './table.ts'

/** What a system answered when it was asked whether it has a subsystem. */
export interface Answer {
  readonly subsystem: string
  readonly tried: string
  readonly came: string
  readonly there: boolean
}

type Absence = Extract<PartOutcome, { readonly reason: 'not_applicable' }>

const said = ({ subsystem, tried, came }: Answer): string => `${subsystem}: asked by ${tried}, it answered: ${came}`
const isFor = (subsystem: string) => (answer: Answer) => answer.subsystem === subsystem
const absent = (cause: Absence['cause'], detail: string, ...notes: readonly string[]): Absence => ({
  measured: false,
  reason: 'not_applicable',
  cause,
  detail,
  ...(notes.length > 0 && { notes }),
})

/**
 * Why a metric that a program did not report has no number: by what the system answered, and by the table only where
 * there was nothing to ask. Where the two disagree, a note says so.
 */
export function absenceOf(variant: Variant, system: TableSystem, answers: readonly Answer[]): Absence {
  const cell = cellOf(variant.intent, system)
  if (cell.kind === 'workload') return unmeasured(variant, system, cell, answers)
  const answer = answers.find(isFor(cell.about))
  const reason = `${cell.about}: ${cell.detail}`
  if (cell.cause !== 'no_subsystem') return absent(cell.cause, reason)
  if (answer === undefined) return absent('no_subsystem', `${reason}; ${unasked(system)}`)
  if (!answer.there) return absent('no_subsystem', said(answer))
  const note = `the table says that ${system} has no ${cell.about}, and it has`
  return absent('no_workload', `${said(answer)}; no program of it measures ${variant.name}`, note)
}

/** Without an operating system there is nobody to ask; elsewhere somebody should have. */
const unasked = (system: TableSystem): string =>
  system === 'bare' ? 'the program is all that was booted' : 'nobody asked the system for it'

function unmeasured(variant: Variant, system: TableSystem, work: Work, answers: readonly Answer[]): Absence {
  const { label, only, requires } = work
  if (only?.metrics.includes(variant.name) === false)
    return absent('no_semantics', `${label} is measured as ${only.metrics.join(', ')} alone: ${only.why}`)
  const lacking = requires.flatMap((subsystem) => answers.find((each) => isFor(subsystem)(each) && !each.there) ?? [])
  const [first] = lacking
  if (first !== undefined) {
    const note = `the table expects ${label} of ${system}, and it has no ${first.subsystem}`
    return absent(first.subsystem === 'smp' ? 'needs_smp' : 'no_subsystem', lacking.map(said).join('; '), note)
  }
  const found = requires.flatMap((subsystem) => answers.find(isFor(subsystem)) ?? []).map(said)
  const asked = found.length === 0 ? 'nobody asked for what it needs' : found.join('; ')
  const note = `the table expects ${label} of ${system}, and nothing was reported`
  return absent('no_workload', `${asked}; the program reported nothing for ${variant.name}`, note)
}

/** The answer by which a system denied to have what was measured on it nevertheless; undefined where it did not. */
export function deniedThough(variant: Variant, system: TableSystem, answers: readonly Answer[]): string | undefined {
  const requires = workOf(variant.intent, system)?.requires ?? []
  const denied = requires.flatMap((subsystem) => answers.find((each) => isFor(subsystem)(each) && !each.there) ?? [])
  return denied[0] && `${said(denied[0])}; yet ${variant.name} was measured`
}
