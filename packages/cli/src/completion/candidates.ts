import type { Command } from '../commands/command.ts'
import { type Known, type Offer, valuesOf } from './values.ts'

/** A word that may come next, and what it is. */
export interface Candidate {
  readonly word: string
  readonly says: string
}

/** What a shell offers: words, and files besides where a path may stand. */
export interface Candidates {
  readonly words: readonly Candidate[]
  readonly paths: 'none' | 'files' | 'directories'
}

const nothing: Candidates = { words: [], paths: 'none' }

/**
 * What may stand in place of the last of the words. A pure function: nothing that stands in the working directory is
 * loaded because somebody pressed a key.
 *
 * @param line the words after the name of the program, the one under the cursor last; bash takes `--a=b` apart at `=`
 */
export function candidatesFor(
  line: readonly string[],
  commands: Readonly<Record<string, Command>>,
  known: Known,
): Candidates {
  const [name = '', ...rest] = line
  if (rest.length === 0) return matching(name, { words: [...namesOf(commands), ...global], paths: 'none' })
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) return nothing
  const { args } = command.definition
  const { flag, prefix, value, past } = cursorOf(rest)
  if (past.includes('--')) return { words: [], paths: 'files' }
  if (flag !== undefined && args[flag]?.type === 'string') {
    const offer = valuesOf(flag, args[flag].valueHint, known)
    return matching(value, offer, prefix)
  }
  const words = past.filter((word) => word.startsWith('--'))
  if (value.startsWith('-')) {
    const flags = Object.entries(args).filter(
      ([each, { type }]) => type !== 'positional' && isOpen(each, command, words),
    )
    const offered = flags.map(([each, { description = '' }]) => ({ word: `--${each}`, says: description }))
    return matching(value, { words: [...offered, { word: '--help', says: 'Options with examples' }], paths: 'none' })
  }
  const positionals = Object.entries(args).filter(([, { type }]) => type === 'positional')
  const [positional] = positionals[given(past, args)] ?? []
  return positional === undefined ? nothing : matching(value, valuesOf(positional, undefined, known))
}

const global: readonly Candidate[] = [
  { word: '--help', says: 'Every command' },
  { word: '--version', says: 'The version' },
]

const namesOf = (commands: Readonly<Record<string, Command>>): readonly Candidate[] =>
  Object.entries(commands).map(([word, { definition }]) => ({ word, says: Object(definition.meta).description ?? '' }))

/** A flag that was given is not offered again, unless it may be repeated. */
const isOpen = (name: string, { repeatable = [] }: Command, given: readonly string[]) =>
  repeatable.includes(name) || !given.some((word) => word === `--${name}` || word.startsWith(`--${name}=`))

/** The flag whose value stands under the cursor, if one does, and what of the word is that value. */
function cursorOf(words: readonly string[]) {
  const [third, second, last = ''] = [words.at(-3), words.at(-2), words.at(-1)]
  const flagOf = (word: string | undefined) => (word?.startsWith('--') ? word.slice(2) : undefined)
  if (last === '=') return { flag: flagOf(second), prefix: '', value: '', past: words.slice(0, -2) }
  if (second === '=') return { flag: flagOf(third), prefix: '', value: last, past: words.slice(0, -3) }
  const at = last.indexOf('=')
  const past = words.slice(0, -1)
  if (last.startsWith('--') && at > 0)
    return { flag: last.slice(2, at), prefix: last.slice(0, at + 1), value: last.slice(at + 1), past }
  return { flag: flagOf(second), prefix: '', value: last, past }
}

/** How many positional arguments stand before the cursor. */
function given(past: readonly string[], args: Command['definition']['args']): number {
  const isValue = (at: number) => {
    const before = past[at - 1] ?? ''
    return before === '=' || past[at] === '=' || (before.startsWith('--') && args[before.slice(2)]?.type === 'string')
  }
  return past.filter((word, at) => !word.startsWith('-') && !isValue(at)).length
}

/** Those that begin as what was typed; the last of several, where commas may stand between them. */
function matching(typed: string, offer: Offer | undefined, prefix = ''): Candidates {
  if (offer === undefined) return nothing
  const { words, paths, list = false } = offer
  const comma = list ? typed.lastIndexOf(',') + 1 : 0
  const before = typed.slice(0, comma)
  const taken = before.split(',')
  const fitting = words.filter(({ word }) => word.startsWith(typed.slice(comma)) && !taken.includes(word))
  return { words: fitting.map(({ word, says }) => ({ word: `${prefix}${before}${word}`, says })), paths }
}
