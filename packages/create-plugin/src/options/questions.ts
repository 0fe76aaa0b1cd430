import { basename, resolve } from 'node:path'
import { cancel, intro, isCancel, text } from '@clack/prompts'
import { benchmarkFault, packageFault } from '../scaffold/names.ts'
import { descriptionFault, directoryFault, repositoryFault } from '../scaffold/scaffold.ts'
import type { Flags } from './flags.ts'

/** What a new plugin is made from. */
export interface Answers {
  readonly directory: string
  readonly benchmark: string
  readonly packageName: string
  readonly description: string
  /** Undefined: nobody knows yet. */
  readonly repository: string | undefined
}

/** Its caller gave up. */
export const cancelled = Symbol('cancelled')

/** Asks for everything that no flag says; directories are relative to `here`. */
export async function ask(flags: Flags, here: string): Promise<Answers | typeof cancelled> {
  intro('A capbench workload plugin')
  const directory = await one('Where?', 'word-count', flags.directory, (path) =>
    directoryFault(resolve(here, path), path),
  )
  if (directory === cancelled) return giveUp()
  const benchmark = await one(
    'Name of the benchmark?',
    basename(resolve(here, directory)),
    flags.benchmark,
    benchmarkFault,
  )
  if (benchmark === cancelled) return giveUp()
  const packageName = await one('Name of the package?', `capbench-bench-${benchmark}`, flags.packageName, packageFault)
  if (packageName === cancelled) return giveUp()
  const usual = 'A capbench workload plugin'
  const description = await one('What does it measure?', usual, flags.description, descriptionFault)
  if (description === cancelled) return giveUp()
  const repository = await one('Address of its repository? (none yet: leave it empty)', '', flags.repository, orNone)
  if (repository === cancelled) return giveUp()
  return { directory, benchmark, packageName, description, repository: repository === '' ? undefined : repository }
}

const orNone = (url: string): string | undefined => (url === '' ? undefined : repositoryFault(url))

function giveUp(): typeof cancelled {
  cancel('Nothing was written.')
  return cancelled
}

async function one(
  message: string,
  usual: string,
  said: string | undefined,
  fault: (value: string) => string | undefined,
): Promise<string | typeof cancelled> {
  if (said !== undefined) return said
  const validate = (value: string | undefined) => fault(value === undefined || value === '' ? usual : value)
  const answer = await text({ message, placeholder: usual, defaultValue: usual, validate })
  return isCancel(answer) ? cancelled : answer
}
