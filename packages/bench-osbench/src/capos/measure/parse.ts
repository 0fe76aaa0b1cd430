import type { Parser } from '@capbench/core'

/** What stands in front of every line of a measurement kernel. */
const measurePrefix = 'measure:'

/** One line of the log that holds the prefix. Nothing of it is left out: `text` is all of it. */
export interface MeasureLine {
  /** From 1, counted over all lines of the console. */
  readonly number: number
  readonly text: string
  /** What stands before the prefix, such as a time stamp; empty where nothing does. */
  readonly before: string
  /** `key=value`, in their order. What they mean is not known here: there is no unit and no name of a metric. */
  readonly pairs: readonly { readonly key: string; readonly value: string }[]
  /** Every other word, in their order. */
  readonly words: readonly string[]
}

/** What a log of `make run-measure` holds. */
export interface MeasureLog {
  readonly lines: readonly MeasureLine[]
  /** Lines without the prefix; the raw log has them. */
  readonly otherLines: number
}

const mostLines = 65_536

/** Reads one line; undefined where it does not hold the prefix. Property: `before + prefix + rest` is the line. */
export function measureLine(text: string, number: number): MeasureLine | undefined {
  const at = text.indexOf(measurePrefix)
  if (at < 0) return undefined
  const tokens = text
    .slice(at + measurePrefix.length)
    .split(/\s+/)
    .filter((token) => token !== '')
  const isPair = (token: string) => token.indexOf('=') > 0
  return {
    number,
    text,
    before: text.slice(0, at),
    pairs: tokens.filter(isPair).map((token) => {
      const equals = token.indexOf('=')
      return { key: token.slice(0, equals), value: token.slice(equals + 1) }
    }),
    words: tokens.filter((token) => !isPair(token)),
  }
}

/**
 * A parser of the lines of a measurement kernel, whose keys nobody has told us. It keeps every line with the prefix,
 * whole, and takes it apart without knowing what it means.
 *
 * @param exit exit code of the machine, or of the command that wraps it, that says that all is over
 */
export function measureLog(exit: number): Parser<MeasureLog> {
  return {
    format: 'capbench.measure',
    version: 1,
    foreign: { exit },
    parse: (transcript) => {
      const all = Buffer.from(transcript.channel('console')).toString('utf8').split('\n')
      const torn = all.pop() ?? ''
      if (torn.includes(measurePrefix)) return { complete: false, lost: `the last line, ${all.length + 1}, is torn` }
      const lines = all.flatMap((text, index) => measureLine(text.replace(/^\r+|\r+$/g, ''), index + 1) ?? [])
      if (lines.length === 0) return { complete: false, lost: `no line holds ${measurePrefix}` }
      if (lines.length > mostLines)
        return { complete: false, lost: `more than ${mostLines} lines hold ${measurePrefix}` }
      return { complete: true, observation: { lines, otherLines: all.length - lines.length } }
    },
  }
}
