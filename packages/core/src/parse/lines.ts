import { quoteForMessage } from '../encode/canonical.ts'
import { refuseUnknownOptions } from '../options.ts'
import type { ChannelName } from '../protocol/grammar.ts'
import { checkLines } from './lines/check.ts'
import { type Fit, type LinePatterns, linePatterns } from './lines/patterns.ts'
import { type SourceLine, sourceLines } from './lines/split.ts'
import type { Parsed, Parser } from './transcript.ts'

/** The named groups of one line, as text. A group that took no part is absent. */
export type LineGroups = Readonly<Record<string, string>>

/** One pattern yields a list of its lines, several yield a list for each name; in the order of the lines. */
export type LinesOf<P> = P extends RegExp
  ? readonly LineGroups[]
  : { readonly [Name in keyof P]: readonly LineGroups[] }

/** Which lines of a foreign format count, and how it ends. */
export interface LinesOptions<P extends RegExp | Readonly<Record<string, RegExp>>, O> {
  /** What is stored as the name of the format. Default `lines`. */
  readonly format?: string
  /** Raise it where the same bytes are to be read differently. Default 1. */
  readonly version?: number
  /**
   * The lines that count: one pattern, or several by name. A pattern has to fit a whole line, as if it stood between
   * `^` and `$`; its named groups are what is read. Flags `i`, `s`, `u` and `v` only.
   *
   * It runs on lines of at most `maxLineBytes`, which does not save one that repeats a repetition, such as `(a+)+`,
   * from taking for ever: write patterns in which each character can be read in one way.
   */
  readonly pattern: P
  /** The format's own last line, exact text or a pattern: it must be there once, after every line that counts. */
  readonly final: string | RegExp
  /** The exit code that says that all is over: of the machine, or of the command that wraps it. 0 to 255. */
  readonly exit: number
  /** Where the lines are: a channel (default `console`), or a file that the harness left behind, by its kept name. */
  readonly from?: ChannelName | { readonly artifact: string }
  /** Text that every line of the format holds and no other does. A line that holds it and fits no pattern is torn. */
  readonly prefix?: string
  /** Lines that fit nothing: passed over (the default), or refused where nothing else may write there. */
  readonly foreign?: 'ignore' | 'refuse'
  /** Longest line that is tried, line end included; default 4096, at most 65536. */
  readonly maxLineBytes?: number
  /**
   * Shapes the lines into what verifier and metrics read; may refine but must not judge. `final` has the groups of the
   * last line. Without it the lines themselves are the observation.
   */
  readonly observe?: (lines: LinesOf<NoInfer<P>>, final: LineGroups) => O
}

const optionNames = [
  'format',
  'version',
  'pattern',
  'final',
  'exit',
  'from',
  'prefix',
  'foreign',
  'maxLineBytes',
  'observe',
] as const satisfies readonly (keyof LinesOptions<RegExp, unknown>)[]

/** As many as the guest protocol allows. */
const maxMatches = 65_536

/**
 * A parser of a line format of somebody else. All or nothing: a last line that is missing, torn or there twice, a line
 * that counts after it, one that holds other text besides, or that is not UTF-8, voids the run with the place and the
 * reason. A line ends at LF; CRs at its ends are a terminal's and
 * are taken off. What fits no pattern stays in the raw log alone.
 *
 * Such a format has no checksum. Cut off at any byte it is refused, but where other output may cut a line in two, a
 * line that ends in a number looks whole too early: let lines end in fixed text where you can, and let the verifier
 * know how many lines there must be.
 *
 * @throws CapbenchError CAPBENCH_USAGE for an unknown option, CAPBENCH_DEFINITION for one that cannot be
 */
export function lines<
  const P extends RegExp | Readonly<Record<string, RegExp>>,
  O = P extends RegExp ? readonly LineGroups[] : { readonly [Name in keyof P]: readonly LineGroups[] },
>(options: LinesOptions<P, O>): Parser<O> {
  refuseUnknownOptions('lines', options, optionNames)
  checkLines(options)
  const { pattern, final, from = 'console', foreign = 'ignore', maxLineBytes = 4096 } = options
  const patterns = linePatterns(pattern instanceof RegExp ? { line: pattern } : pattern, final, options.prefix)
  const observe = options.observe ?? ((read: LinesOf<P>) => read as unknown as O)
  return {
    format: options.format ?? 'lines',
    version: options.version ?? 1,
    foreign: { exit: options.exit },
    parse: (transcript) => {
      const bytes = typeof from === 'string' ? transcript.channel(from) : transcript.artifact(from.artifact)
      const read = readLines(bytes, patterns, { foreign, maxLineBytes })
      if (!read.complete) return read
      const { lists, last } = read.observation
      const found = pattern instanceof RegExp ? lists.line : lists
      return { complete: true, observation: observe(found as LinesOf<P>, last) }
    },
  }
}

interface Read {
  readonly lists: Readonly<Record<string, readonly LineGroups[]>>
  readonly last: LineGroups
}

function readLines(
  bytes: Uint8Array,
  patterns: LinePatterns,
  { foreign, maxLineBytes }: { readonly foreign: 'ignore' | 'refuse'; readonly maxLineBytes: number },
): Parsed<Read> {
  const lists: Record<string, LineGroups[]> = Object.fromEntries(patterns.names.map((name) => [name, []]))
  let last: LineGroups | undefined
  let count = 0
  for (const line of sourceLines(bytes, maxLineBytes)) {
    const fit = patterns.fit(line)
    const lost = faultOf(line, fit, { ended: last !== undefined, refuse: foreign === 'refuse' })
    if (lost !== undefined) return { complete: false, lost: `line ${line.number}, byte ${line.offset}: ${lost}` }
    if (fit.kind === 'final') last = fit.groups
    if (fit.kind === 'counts') {
      lists[fit.name]?.push(fit.groups)
      if (++count > maxMatches) return { complete: false, lost: `more than ${maxMatches} lines that count` }
    }
  }
  if (count === 0) return { complete: false, lost: `no line fits ${patterns.names.join(' or ')}` }
  if (last === undefined) return { complete: false, lost: `no last line after ${count} lines that count` }
  return { complete: true, observation: { lists, last } }
}

/** What is wrong with a line; undefined where nothing is. */
function faultOf(
  line: SourceLine,
  fit: Fit,
  { ended, refuse }: { readonly ended: boolean; readonly refuse: boolean },
): string | undefined {
  const sketch = quoteForMessage(line.text.slice(0, 65))
  switch (fit.kind) {
    case 'counts':
    case 'final':
      if (!line.whole) return `the last line is torn: ${sketch}`
      if (!line.utf8) return `a line that counts is not UTF-8: ${sketch}`
      return ended
        ? `${fit.kind === 'final' ? 'a second last line' : 'a line that counts'} after the last line`
        : undefined
    case 'torn': {
      const hint = line.text.includes('\r') ? ' (a line ends at LF, and a CR in the middle is a part of it)' : ''
      return `${fit.why}${hint}: ${sketch}`
    }
    case 'nothing': {
      const blank = line.whole && line.text.trim() === ''
      return refuse && !blank ? `not a line of the format: ${sketch}` : undefined
    }
    default:
      return fit satisfies never
  }
}
