import { CapbenchError, exitCodes } from '@capbench/core'
import { visible } from '@capbench/report'
import { baselineCommand } from './commands/baseline.ts'
import { checkLogCommand } from './commands/check-log.ts'
import type { Command, Io } from './commands/command.ts'
import { compareCommand } from './commands/compare.ts'
import { doctorCommand } from './commands/doctor.ts'
import { exportCommand } from './commands/export.ts'
import { importCommand } from './commands/import.ts'
import { indexCommand } from './commands/index-command.ts'
import { listCommand } from './commands/list.ts'
import { planCommand } from './commands/plan.ts'
import { reportCommand } from './commands/report.ts'
import { runCommand } from './commands/run.ts'
import { showCommand } from './commands/show.ts'
import { topologyCommand } from './commands/topology.ts'
import { verifyCommand } from './commands/verify.ts'
import { withDefinitions } from './definitions/definition-args.ts'
import { offered } from './definitions/offered.ts'
import { helpOf } from './help.ts'
import { readFlags } from './options/flags.ts'
import { suggestion } from './options/nearest.ts'
import { usage } from './options/usage.ts'
import type { SuiteSource } from './suites/suite-source.ts'
import { version } from './version.ts'

const commands: Readonly<Record<string, Command>> = {
  run: withDefinitions(runCommand),
  plan: withDefinitions(planCommand),
  doctor: doctorCommand,
  topology: topologyCommand,
  verify: withDefinitions(verifyCommand),
  show: withDefinitions(showCommand),
  report: withDefinitions(reportCommand),
  compare: withDefinitions(compareCommand),
  export: withDefinitions(exportCommand),
  import: withDefinitions(importCommand),
  'check-log': checkLogCommand,
  list: listCommand,
  index: indexCommand,
  baseline: withDefinitions(baselineCommand),
}

/**
 * The command line: returns the exit code, never throws for what a caller did wrong, and writes through `io` alone.
 *
 * @param argv arguments after the name of the program
 * @param sources the suites on offer
 */
export async function main(argv: readonly string[], io: Io, sources: readonly SuiteSource[]): Promise<number> {
  try {
    return await dispatch(argv, io, sources)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (io.signal.aborted) {
      io.stderr(`capbench: cancelled before anything was published: ${visible(error.message)}\n`)
      return exitCodes.cancelled
    }
    const { code } = error as { readonly code?: unknown }
    if (error instanceof CapbenchError && code !== 'CAPBENCH_BUG') {
      io.stderr(`capbench: ${visible(error.message)}\n`)
      return exitCodes.usage
    }
    io.stderr(`capbench: this is a bug in capbench: ${error.stack ?? error.message}\n`)
    return exitCodes.bad
  }
}

async function dispatch(argv: readonly string[], io: Io, sources: readonly SuiteSource[]): Promise<number> {
  const [name, ...rest] = argv
  if (name === '--version') {
    io.stdout(`${version}\n`)
    return exitCodes.good
  }
  const asksForHelp = (token: string | undefined) => token === '--help' || token === '-h'
  if (name === undefined || name === 'help' || asksForHelp(name)) {
    const text = await helpOf(commands)
    if (name === undefined) io.stderr(text)
    else io.stdout(text)
    return name === undefined ? exitCodes.usage : exitCodes.good
  }
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (found === undefined) {
    const known = Object.keys(commands)
    throw usage(`there is no command ${JSON.stringify(name)}${suggestion(name, known)}; there are ${known.join(', ')}`)
  }
  if (rest.some(asksForHelp)) {
    io.stdout(await helpOf(commands, found))
    return exitCodes.good
  }
  const flags = readFlags(rest, found.definition.args, found.repeatable)
  return found.run({ flags, io, ...(await offered(sources, flags, io.cwd)) })
}
