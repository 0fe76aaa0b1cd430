import type { SourceLine } from './split.ts'

type Groups = Readonly<Record<string, string>>

/** What a line is to a format. */
export type Fit =
  | { readonly kind: 'counts'; readonly name: string; readonly groups: Groups }
  | { readonly kind: 'final'; readonly groups: Groups }
  | { readonly kind: 'torn'; readonly why: string }
  | { readonly kind: 'nothing' }

export interface LinePatterns {
  readonly names: readonly string[]
  readonly fit: (line: SourceLine) => Fit
}

/** A pattern that takes the whole of a text. */
export function wholeLine(pattern: RegExp): RegExp {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags)
}

/** Says what a line is: it may fit one pattern, and nothing that looks like a part of one may pass for foreign text. */
export function linePatterns(
  patterns: Readonly<Record<string, RegExp>>,
  final: string | RegExp,
  prefix: string | undefined,
): LinePatterns {
  const named = Object.entries(patterns).map(([name, pattern]) => ({ name, pattern, whole: wholeLine(pattern) }))
  const last = typeof final === 'string' ? undefined : wholeLine(final)
  const holdsPrefix = (text: string) => prefix !== undefined && text.includes(prefix)
  const finalGroups = (text: string): Groups | undefined => {
    if (last === undefined) return text === final ? {} : undefined
    const match = last.exec(text)
    return match === null ? undefined : groupsOf(match)
  }
  const fit = ({ text, tooLong }: SourceLine): Fit => {
    if (tooLong) return holdsPrefix(text) ? torn('a line of the format is too long') : { kind: 'nothing' }
    const found: Fit[] = named.flatMap(({ name, whole }) => {
      const match = whole.exec(text)
      return match === null ? [] : [{ kind: 'counts', name, groups: groupsOf(match) }]
    })
    const ending = finalGroups(text)
    if (ending !== undefined) found.push({ kind: 'final', groups: ending })
    const [first, second] = found
    if (second !== undefined) return torn(`${found.map(nameOf).join(' and ')} fit one line`)
    if (first !== undefined) return first
    const part = named.find(({ pattern }) => (pattern.exec(text)?.[0] ?? '') !== '')
    if (part !== undefined) return torn(`${part.name} fits a part of a line; a pattern must take all of it`)
    return holdsPrefix(text) ? torn(`a line with the prefix of the format fits no pattern`) : { kind: 'nothing' }
  }
  return { names: named.map(({ name }) => name), fit }
}

const torn = (why: string): Fit => ({ kind: 'torn', why })
const nameOf = (fit: Fit): string => (fit.kind === 'counts' ? fit.name : 'the last line')

function groupsOf({ groups = {} }: RegExpExecArray): Groups {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, text]: [string, string | undefined]) =>
      text === undefined ? [] : [[name, text]],
    ),
  )
}
