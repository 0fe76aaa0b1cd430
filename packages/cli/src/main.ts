import { exitCodes } from '@capbench/core'
import type { Io } from './commands/command.ts'
import { commands } from './commands/table.ts'
import { offered } from './definitions/offered.ts'
import { helpOf } from './help.ts'
import { readFlags } from './options/flags.ts'
import { suggested } from './options/nearest.ts'
import { usage } from './options/usage.ts'
import { failureOf, machineForm, tell } from './output/failure.ts'
import type { SuiteSource } from './suites/suite-source.ts'
import { version } from './version.ts'

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
    const name = argv[0] ?? ''
    return tell(failureOf(error, Object.hasOwn(commands, name) ? name : undefined, io.signal), io, machineForm(argv))
  }
}

async function dispatch(argv: readonly string[], io: Io, sources: readonly SuiteSource[]): Promise<number> {
  const [name, ...rest] = argv
  if (name === '--version') {
    io.stdout(`${version}\n`)
    return exitCodes.good
  }
  const end = rest.indexOf('--')
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
    const what = name.startsWith('-') ? 'the first argument is a command, got' : 'there is no command'
    throw usage(`${what} ${JSON.stringify(name)}; there are ${known.join(', ')}`, suggested(name, known))
  }
  if (rest.slice(0, end < 0 ? undefined : end).some(asksForHelp)) {
    io.stdout(await helpOf(commands, found))
    return exitCodes.good
  }
  const flags = readFlags(rest, found.definition.args, found)
  const there = found.loadsNothing ? { sources, plain: sources } : await offered(sources, flags, io.cwd)
  return found.run({ flags, io, commands, ...there })
}
