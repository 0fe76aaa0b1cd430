import type { ArgsDef, CommandDef } from 'citty'
import type { Terminal } from '../live/terminal.ts'
import type { Environment } from '../options/environment.ts'
import type { Flags } from '../options/flags.ts'
import type { SuiteSource } from '../suites/suite-source.ts'

/** Where a command reads and writes. Nothing else of the process is touched. */
export interface Io {
  /** The result, and nothing but the result. */
  readonly stdout: (text: string) => void
  /** Progress, notices and errors. */
  readonly stderr: (text: string) => void
  /** The terminal on standard error; undefined where it is none that a view can be drawn on. */
  readonly terminal?: Terminal | undefined
  readonly environment: Environment
  readonly cwd: string
  readonly signal: AbortSignal
}

export interface CommandContext {
  readonly flags: Flags
  readonly io: Io
  /** Every command there is, by its name. */
  readonly commands: Readonly<Record<string, Command>>
  readonly sources: readonly SuiteSource[]
  /** The same without the gates of `--baseline`: what was measured before there was one. */
  readonly plain: readonly SuiteSource[]
}

export interface Command {
  readonly definition: CommandDef & { readonly args: ArgsDef }
  readonly repeatable?: readonly string[]
  /** Takes any number of arguments after those that are named. */
  readonly variadic?: true
  /** Also not the configuration of the working directory. */
  readonly loadsNothing?: true
  /** Printed below the options. */
  readonly help: string
  /** Returns the exit code. */
  readonly run: (context: CommandContext) => Promise<number>
}

/** Keeps the argument types that citty needs. */
export function command(value: Command): Command {
  return value
}
