import { relative, resolve } from 'node:path'
import { CapbenchError, exitCodes } from '@capbench/core'
import { type Flags, helpText, readFlags } from './options/flags.ts'
import { ask, cancelled } from './options/questions.ts'
import { ownVersion } from './own-package.ts'
import { scaffold } from './scaffold/scaffold.ts'

/** What the command touches besides files. */
export interface Io {
  /** Somebody is there to be asked. */
  readonly interactive: boolean
  /** The working directory. */
  readonly directory: string
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
}

/** `npm create @capbench/plugin`: returns the exit code, 0, 2 for wrong usage or 130 where its caller gave up. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const flags = readFlags(argv)
    if (flags.help) io.stdout(helpText)
    else if (flags.version) io.stdout(`${ownVersion()}\n`)
    else return await create(flags, io)
    return exitCodes.good
  } catch (error) {
    if (!(error instanceof CapbenchError)) throw error
    io.stderr(`create-plugin: ${error.message}\n`)
    return exitCodes.usage
  }
}

async function create(flags: Flags, io: Io): Promise<number> {
  const options =
    io.interactive && !flags.yes
      ? await ask(flags, io.directory)
      : { ...flags, directory: flags.directory ?? 'sample-bench' }
  if (options === cancelled) return exitCodes.cancelled
  const { directory, ...chosen } = options
  const where = resolve(io.directory, directory)
  const { files, names } = scaffold({ ...chosen, directory: where })
  const shown = relative(io.directory, where) || '.'
  io.stdout(
    [
      `${names.packageName}: ${files.length} files in ${shown}`,
      '',
      ...(shown === '.' ? [] : [`  cd ${shown}`]),
      '  npm install',
      '  npm test       builds, and holds the benchmark to its promises on this host and in a Linux guest',
      '  npm pack       what npm publish would publish',
      '',
    ].join('\n'),
  )
  return exitCodes.good
}
