import { CapbenchError } from '../error.ts'
import { refuseUnknownOptions } from '../options.ts'
import type { ComparableRow } from './comparable-row.ts'
import type { ContextRow } from './context-row.ts'
import { demandRow, isSameSystem, type Ratio, ratioOf } from './ratio.ts'

/** A ratio of two rows of a line, or why there is none. */
export interface ComparedPair {
  readonly a: ComparableRow
  readonly b: ComparableRow
  /** Median of `a` over median of `b`. */
  readonly ratio: Ratio
}

/** The rows of one benchmark, metric and case. */
export interface ComparedLine {
  readonly benchmark: string
  readonly metric: string
  readonly case: string
  /** They did the same work, so they stand side by side, each in its own unit. */
  readonly sideBySide: readonly ComparableRow[]
  readonly pairs: readonly ComparedPair[]
  /** Older rows that did other work: to be seen, and compared with nothing. */
  readonly historical: readonly ComparableRow[]
  readonly published: readonly ContextRow[]
}

/** Rows side by side, and the ratios that may be formed. */
export interface Comparison {
  /** Once each, in the order in which they were given. */
  readonly campaigns: readonly string[]
  readonly lines: readonly ComparedLine[]
}

/** What stands beside the rows that are compared. */
export interface CompareOptions {
  /** Published figures, which stand in columns of their own. */
  readonly context?: readonly ContextRow[]
}

/**
 * Sets rows of one or several campaigns beside each other: two systems, two machines, two days. Ratios are formed of a
 * subject over each reference, and of one system over what it was in the first campaign that has it. Rows of an older
 * campaign whose comparison hash is not that of the newest are historical. Pure.
 *
 * @throws CAPBENCH_USAGE for a row that is given twice, or that is none
 */
export function compare(rows: readonly ComparableRow[], options: CompareOptions = {}): Comparison {
  refuseUnknownOptions('compare', options, ['context'])
  for (const row of rows) demandRow(row)
  refuseRepeated(rows)
  const { context = [] } = options
  return {
    campaigns: [...new Set(rows.map(({ campaign }) => campaign))],
    lines: groups(rows, lineName).flatMap((group) => linesOf(group, context)),
  }
}

const lineName = ({ result: { benchmark, metric, case: name } }: ComparableRow) => `${benchmark}/${metric}/${name}`

function groups<T>(values: readonly T[], name: (value: T) => string): readonly (readonly T[])[] {
  const found = new Map<string, T[]>()
  for (const value of values) found.set(name(value), [...(found.get(name(value)) ?? []), value])
  return [...found.values()]
}

function refuseRepeated(rows: readonly ComparableRow[]): void {
  const twice = groups(rows, (row) => `${lineName(row)}/${row.result.target}/${row.campaign}`).find(
    ({ length }) => length > 1,
  )
  if (twice?.[0] === undefined) return
  const { campaign } = twice[0]
  throw new CapbenchError('CAPBENCH_USAGE', `rows of ${campaign} were given twice; a campaign is compared with others`)
}

/** One line for each kind of work in the newest campaign; hardly ever more than one. */
function linesOf(rows: readonly ComparableRow[], context: readonly ContextRow[]): readonly ComparedLine[] {
  const newest = rows
    .map(({ startedUtc }) => startedUtc)
    .sort()
    .at(-1)
  const work = ({ result }: ComparableRow) => result.hashes.comparison
  const current = new Set(rows.filter(({ startedUtc }) => startedUtc === newest).map(work))
  const historical = rows.filter((row) => !current.has(work(row)))
  return groups(
    rows.filter((row) => current.has(work(row))),
    work,
  ).flatMap((sideBySide): readonly ComparedLine[] => {
    const [first] = sideBySide
    if (first === undefined) return []
    const { benchmark, metric, case: name } = first.result
    const published = context.filter(
      ({ beside }) =>
        (beside.benchmark ?? benchmark) === benchmark &&
        (beside.metric ?? metric) === metric &&
        (beside.case ?? name) === name,
    )
    return [{ benchmark, metric, case: name, sideBySide, pairs: pairsOf(sideBySide), historical, published }]
  })
}

function pairsOf(rows: readonly ComparableRow[]): readonly ComparedPair[] {
  const over = (a: ComparableRow, b: ComparableRow): ComparedPair => ({ a, b, ratio: ratioOf(a, b) })
  const subjects = rows.filter(({ result }) => result.role === 'subject')
  const references = rows.filter(({ result }) => result.role === 'reference')
  return [
    ...subjects.flatMap((a) => references.filter((b) => !isSameSystem(a, b)).map((b) => over(a, b))),
    ...rows.flatMap((row) => {
      const first = rows.find((each) => isSameSystem(each, row))
      return first === undefined || first === row ? [] : [over(row, first)]
    }),
  ]
}
