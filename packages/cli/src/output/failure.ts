import { CapbenchError, type ErrorCode, exitCodes } from '@capbench/core'
import { visible } from '@capbench/report'
import type { Io } from '../commands/command.ts'

import { UsageError } from '../options/usage.ts'
import { eventLine } from './event-lines.ts'

/** Codes that only the command has, beside those of the SDK. */
type FailureCode = ErrorCode | 'CAPBENCH_CANCELLED' | 'CAPBENCH_NOT_VERIFIED'

/** Why a command came to no result; what `--json` prints then. */
export interface Failure {
  readonly code: FailureCode
  readonly message: string
  /** What a person can do about it. */
  readonly remedy: string
  readonly exitCode: number
}

/** What can be done about an error that does not say so itself. */
const remedies: { readonly [K in ErrorCode]: string } = {
  CAPBENCH_USAGE: '', // the help of the command, which is known below
  CAPBENCH_DEFINITION: 'mend the definition that it names',
  CAPBENCH_MISSING: '`capbench doctor` says what this host lacks and how to get it',
  CAPBENCH_UNREADABLE: 'look whether the file is there and may be read by this user',
  CAPBENCH_HOSTILE: 'do not use this input; have it made anew by its source',
  CAPBENCH_LAUNCH: '`capbench doctor` says what this host lacks and how to get it',
  CAPBENCH_NOT_PASSED: '`capbench show` says why it has not passed',
  CAPBENCH_STORE: 'choose another directory with --store or CAPBENCH_STORE',
  CAPBENCH_BUG: 'report it with the command line and this message',
}

/** @param command the name of the command that was asked for, if there is one of that name */
export function failureOf(error: Error, command: string | undefined, signal: AbortSignal): Failure {
  const { message } = error
  if (signal.aborted) {
    const remedy = 'begin it again; finished runs are kept and go on where they stopped'
    const text = `cancelled before anything was published: ${message}`
    return { code: 'CAPBENCH_CANCELLED', message: text, remedy, exitCode: exitCodes.cancelled }
  }
  const { code } = error as { readonly code?: unknown }
  if (!(error instanceof CapbenchError) || code === 'CAPBENCH_BUG') {
    const text = `this is a bug in capbench: ${error.stack ?? message}`
    return { code: 'CAPBENCH_BUG', message: text, remedy: remedies.CAPBENCH_BUG, exitCode: exitCodes.bad }
  }
  const help = `\`capbench${command === undefined ? '' : ` ${command}`} --help\` says what there is, with examples`
  const remedy = (error instanceof UsageError ? error.remedy : undefined) ?? (remedies[error.code] || help)
  return { code: error.code, message, remedy, exitCode: exitCodes.usage }
}

/** Says a failure: a line for people, and to machines what they asked for. Returns the exit code. */
export function tell({ exitCode, ...failure }: Failure, io: Io, machine: MachineForm | undefined): number {
  const isBug = failure.code === 'CAPBENCH_BUG' // its stack has lines
  io.stderr(`capbench: ${isBug ? failure.message : visible(failure.message)} (${failure.code})\n`)
  if (machine === 'json') io.stdout(`${JSON.stringify({ error: failure, exitCode }, null, 2)}\n`)
  if (machine === 'json-lines') io.stdout(eventLine({ type: 'error', error: failure, exitCode }))
  return exitCode
}

/** How a machine wants to be answered. */
export type MachineForm = 'json' | 'json-lines'

/** By the arguments as they stand: what is wrong with them is told in the form that they ask for. */
export function machineForm(argv: readonly string[]): MachineForm | undefined {
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  return (['json', 'json-lines'] as const).find((form) => options.includes(`--${form}`))
}

/** Evidence that does not verify is not handed on. */
export const notVerified = (what: string, directory: string, exitCode: number): Failure => ({
  code: 'CAPBENCH_NOT_VERIFIED',
  message: `${what}; \`capbench verify ${directory}\` says what is wrong with it`,
  remedy: `\`capbench verify ${directory}\` says what is wrong with it`,
  exitCode,
})
