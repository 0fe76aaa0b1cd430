import { privilegedParts, type Result, type Term } from '@capbench/core'

/** The word for how a profile was held, as results carry it. */
const words: Readonly<Record<string, string>> = {
  'no-isolation-boundary': 'no isolation boundary',
  'observed-only': 'observed only',
  unobserved: 'declared, checked, unobserved',
  'declared-and-checked': 'declared and checked',
}

/** What is stored of the runs of a row, where somebody looked. */
export interface SeenOfRow {
  readonly isolation: readonly string[]
  readonly filters: readonly string[]
  readonly refused: readonly string[]
  readonly denied: readonly string[]
  readonly open: readonly string[]
  readonly stats: readonly string[]
  readonly missing: readonly string[]
  readonly unchecked: readonly string[]
  readonly because: readonly string[]
  readonly posture: readonly string[]
}

/** Lists of the stored block; what is not there, or is none, is empty. */
export function seenOf({ authority }: Pick<Result, 'authority'>): SeenOfRow {
  const stored = (authority.observed ?? {}) as Readonly<Record<string, unknown>>
  const list = (name: keyof SeenOfRow): readonly string[] => {
    const value = Object.hasOwn(stored, name) ? stored[name] : []
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
  }
  return {
    isolation: list('isolation'),
    filters: list('filters'),
    refused: list('refused'),
    denied: list('denied'),
    open: list('open'),
    stats: list('stats'),
    missing: list('missing'),
    unchecked: list('unchecked'),
    because: list('because'),
    posture: list('posture'),
  }
}

/** The posture of a row in a few words: how its profile was held, and how its build is no ordinary one. */
export function postureWords(result: Pick<Result, 'authority'>): string {
  const { enforcement } = result.authority
  const held = Object.hasOwn(words, enforcement) ? (words[enforcement] ?? enforcement) : enforcement
  const { filter } = postureOf(result)
  const special = [...specialOf(result).map(({ part }) => part), ...seenOf(result).posture]
  return [held, ...(filter ? [] : ['no filter']), ...new Set(special)].join('; ')
}

type Posture = Parameters<typeof privilegedParts>[0]['posture']

/** The declared posture of a stored result, an unknown member of which is passed over. */
export function postureOf({ authority }: Pick<Result, 'authority'>): Posture {
  const stored = authority.posture as Readonly<Record<string, unknown>>
  const paths = stored.fastPaths
  return {
    kernel: stored.kernel === 'measurement' ? 'measurement' : 'normal',
    tracing: stored.tracing === true,
    validation: stored.validation !== false,
    fastPaths: Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [],
    filter: stored.filter !== false,
  }
}

/** Special builds, debug taps, special capabilities and broad readers that the profile of a result declares. */
export function specialOf(result: Pick<Result, 'authority'>): ReturnType<typeof privilegedParts> {
  return privilegedParts({ terms: result.authority.terms as readonly Term[], posture: postureOf(result) })
}
