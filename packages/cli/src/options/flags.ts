import { type ArgsDef, parseArgs } from 'citty'
import { suggested } from './nearest.ts'
import { usage } from './usage.ts'

/** The flags of a command line, each of them known and with a value of its kind. */
export interface Flags {
  /** The value of a flag that may stand once. */
  readonly text: (name: string) => string | undefined
  /** The values of a flag that may be repeated. */
  readonly all: (name: string) => readonly string[]
  readonly has: (name: string) => boolean
  readonly positionals: readonly string[]
}

/**
 * Reads arguments strictly: the parser below guesses where it meets an unknown flag, a flag without a value or one
 * given twice.
 *
 * @throws CAPBENCH_USAGE naming the argument, and the nearest flag where one is near.
 */
export function readFlags(
  argv: readonly string[],
  args: ArgsDef,
  { repeatable = [], variadic }: { readonly repeatable?: readonly string[]; readonly variadic?: true } = {},
): Flags {
  const known = Object.keys(args).filter((name) => args[name]?.type !== 'positional')
  const end = argv.indexOf('--')
  const options = end < 0 ? argv : argv.slice(0, end)
  for (const token of options.filter((each) => each.startsWith('-') && each !== '-')) {
    const [name = ''] = token.replace(/^-+/, '').split('=')
    if (!token.startsWith('--') || !known.includes(name)) {
      throw usage(`there is no option ${token.split('=')[0]}`, suggested(name, known, '--'))
    }
  }
  // Without the value written out, the parser would take a directory that follows for the value of a switch.
  const isSwitch = (token: string) => token.startsWith('--') && args[token.slice(2)]?.type === 'boolean'
  const takesText = (token = '') => token.startsWith('--') && args[token.slice(2)]?.type === 'string'
  const explicit = options.flatMap((token, at) => {
    if (token === '-') return []
    if (takesText(token) && options[at + 1] === '-') return [`${token}=-`]
    return [isSwitch(token) ? `${token}=true` : token]
  })
  // It would drop a lone dash, which is standard input.
  const dashes = options.filter((token, at) => token === '-' && !takesText(options[at - 1]))
  const parsed: Readonly<Record<string, unknown>> = parseArgs(
    [...explicit, '--', ...dashes, ...(end < 0 ? [] : argv.slice(end + 1))],
    Object.fromEntries(known.map((name) => [name, args[name] ?? {}])) as ArgsDef,
  )
  const all = (name: string) => {
    const value = Object.hasOwn(parsed, name) ? parsed[name] : undefined
    const values = value === undefined ? [] : Array.isArray(value) ? value : [value]
    return values.map(String)
  }
  for (const name of known) {
    if (args[name]?.type === 'string' && all(name).includes('')) throw usage(`--${name} needs a value`)
    if (all(name).length > 1 && !repeatable.includes(name)) throw usage(`--${name} was given more than once`)
  }
  const positionals = (parsed._ as readonly unknown[]).map(String)
  const most = Object.keys(args).length - known.length
  if (variadic === undefined && positionals.length > most)
    throw usage(`${JSON.stringify(positionals[most])} is one argument too many`)
  return { all, text: (name) => all(name)[0], has: (name) => all(name).includes('true'), positionals }
}
