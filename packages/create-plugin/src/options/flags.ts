import { parseArgs } from 'node:util'
import { CapbenchError } from '@capbench/core'

/** What was said on the command line. */
export interface Flags {
  readonly directory?: string | undefined
  readonly benchmark?: string | undefined
  readonly packageName?: string | undefined
  readonly description?: string | undefined
  readonly repository?: string | undefined
  readonly yes: boolean
  readonly help: boolean
  readonly version: boolean
}

export const helpText = `Begins a capbench workload plugin that builds, tests and packs.

  npm create @capbench/plugin [directory] -- [options]

  --benchmark <name>       name of the benchmark, such as word-count; default: that of the directory
  --package <name>         name of the npm package; default: capbench-bench-<benchmark>
  --description <text>     one line
  --repository <url>       where it will live, such as https://github.com/me/word-count; npm signs releases by it
  --yes                    asks nothing: what is not said is as above
  --help, --version

  npm create @capbench/plugin word-count
  npm create @capbench/plugin word-count -- --yes --package @me/word-count
`

/** @throws CAPBENCH_USAGE for a flag that does not exist, or one directory too many */
export function readFlags(argv: readonly string[]): Flags {
  const { values, positionals } = parsed(argv)
  const [directory, ...more] = positionals
  if (more.length > 0)
    throw new CapbenchError('CAPBENCH_USAGE', `one directory is enough; got ${positionals.join(', ')}`)
  return {
    directory,
    benchmark: values.benchmark,
    packageName: values.package,
    description: values.description,
    repository: values.repository,
    yes: values.yes ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
  }
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        benchmark: { type: 'string' },
        package: { type: 'string' },
        description: { type: 'string' },
        repository: { type: 'string' },
        yes: { type: 'boolean', short: 'y' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CapbenchError('CAPBENCH_USAGE', `${why}; --help lists the options`, { cause: error })
  }
}
