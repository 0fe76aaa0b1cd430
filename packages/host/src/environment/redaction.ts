import { homedir, hostname, userInfo } from 'node:os'
import type { JsonValue } from '@capbench/core'

/** One kind of thing that was taken out of the evidence at capture; the thing itself is not told. */
export type Redaction = {
  /** `$HOME`, `$USER`, `$HOSTNAME`, or what was left out. */
  readonly what: string
  readonly count: number
}

/** Names that are to be replaced. */
export interface PrivateNames {
  readonly home: string
  readonly user: string
  readonly host: string
}

/** Takes private names out of what is stored. */
export interface Redactor {
  /** The same value with every string cleaned. */
  readonly clean: <T extends JsonValue>(value: T) => T
  /** What has been replaced up to now. */
  readonly redactions: () => readonly Redaction[]
}

/** Names that tell nothing about anyone. */
const harmless = new Set(['root', 'user', 'localhost', 'vm', 'host', '/', '/root', '/home', ''])

/** A user without an entry in the password database has no name, and without `HOME` no home: nothing to replace. */
function orNone(name: () => string): string {
  try {
    return name()
  } catch {
    return ''
  }
}

function privateNames(): PrivateNames {
  return { home: orNone(homedir), user: orNone(() => userInfo().username), host: hostname() }
}

/**
 * Replaces the home directory, the user's name and the host's name in text that a person may have written: commands,
 * paths, kernel parameters. Names are replaced as whole words in their own case, the home directory as a path prefix.
 */
export function redactor({ home, user, host }: PrivateNames = privateNames()): Redactor {
  const counts = new Map<string, number>()
  const rules = [
    { what: '$HOME', name: home, after: '(?![\\w.-])' },
    { what: '$HOSTNAME', name: host, after: '(?![\\w-])' },
    { what: '$USER', name: user, after: '(?![\\w-])' },
  ]
    .filter(({ name }) => !harmless.has(name))
    .map(({ what, name, after }) => ({
      what,
      pattern: new RegExp(`(?<![\\w-])${literal(name)}${after}`, 'g'),
    }))

  const text = (value: string): string =>
    rules.reduce(
      (done, { what, pattern }) =>
        done.replace(pattern, () => {
          counts.set(what, (counts.get(what) ?? 0) + 1)
          return what
        }),
      value,
    )
  const walk = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return text(value)
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(walk)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]))
  }
  return {
    clean: <T extends JsonValue>(value: T) => walk(value) as T,
    redactions: () => [...counts].map(([what, count]) => ({ what, count })).sort((a, b) => (a.what < b.what ? -1 : 1)),
  }
}

/** A name as a pattern for exactly itself. */
function literal(name: string): string {
  return name.replaceAll(/[^\w\s-]/g, '\\$&')
}
