import type { TargetKind } from '../suites/suite-source.ts'
import { usage } from './usage.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A choice that an environment variable can make, and older names of it that hold for targets of one kind. */
export interface Variable<T> {
  readonly name: string
  readonly aliases: { readonly [K in TargetKind]?: string }
  /** Reads a value; `source` is the variable or flag that it came from. */
  readonly read: (source: string, value: string) => T
}

/** A variable that is set to nothing is not set. */
export function settingOf(environment: Environment, name: string): string | undefined {
  const value = environment[name]
  return value === undefined || value.trim() === '' ? undefined : value
}

/**
 * The value for a target of one kind. A flag decides over every variable.
 *
 * @throws CAPBENCH_USAGE where two variables that hold for it differ in what they mean.
 */
export function choose<T>(
  variable: Variable<T>,
  kind: TargetKind,
  from: {
    readonly flag: { readonly name: string; readonly value: string | undefined }
    readonly environment: Environment
  },
): T | undefined {
  const { flag, environment } = from
  if (flag.value !== undefined) return variable.read(`--${flag.name}`, flag.value)
  const set = [variable.name, variable.aliases[kind]].flatMap((name) => {
    const value = name === undefined ? undefined : settingOf(environment, name)
    return name === undefined || value === undefined ? [] : [{ name, value, means: variable.read(name, value) }]
  })
  const [first, second] = set
  if (first && second && JSON.stringify(first.means) !== JSON.stringify(second.means)) {
    const both = `${first.name}=${first.value} and ${second.name}=${second.value}`
    throw usage(`${both} are two values for the same ${kind} target; unset one of them, or give --${flag.name}`)
  }
  return first?.means
}

/** Refuses a value that cannot be read, also where no target uses it. @throws CAPBENCH_USAGE naming its source. */
export function demandReadable<T>(
  { name, aliases, read }: Variable<T>,
  flag: { readonly name: string; readonly value: string | undefined } | undefined,
  environment: Environment,
): void {
  if (flag?.value !== undefined) read(`--${flag.name}`, flag.value)
  for (const each of [name, ...Object.values(aliases)]) {
    const value = settingOf(environment, each)
    if (value !== undefined) read(each, value)
  }
}

/** Older names that are set and hold for none of the targets. */
export function idleAliases<T>(
  { aliases }: Variable<T>,
  kinds: readonly TargetKind[],
  environment: Environment,
): readonly string[] {
  return (Object.entries(aliases) as [TargetKind, string][])
    .filter(([kind, name]) => !kinds.includes(kind) && settingOf(environment, name) !== undefined)
    .map(([, name]) => name)
}
