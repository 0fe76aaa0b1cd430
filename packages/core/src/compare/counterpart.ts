import type { ComparableRow } from './comparable-row.ts'
import type { Obstacle } from './ratio.ts'

/** The mechanisms on both sides of a ratio, by label. */
export interface RatioCounterpart {
  readonly a: string
  readonly b: string
  readonly difference: string
}

const label = ({ mechanism }: ComparableRow) => mechanism?.label ?? null
const isWithinOneSystem = (a: ComparableRow, b: ComparableRow) => a.result.system === b.result.system

/** What is declared of the mechanisms of two rows of different systems; whichever of the two names the other. */
export function counterpartOf(a: ComparableRow, b: ComparableRow): RatioCounterpart | undefined {
  if (isWithinOneSystem(a, b) || a.mechanism === undefined || b.mechanism === undefined) return undefined
  const names = (one: ComparableRow, other: ComparableRow) =>
    one.mechanism?.counterparts.find((each) => each.system === other.result.system && each.label === label(other))
  const declared = names(a, b) ?? names(b, a)
  return declared && { a: a.mechanism.label, b: b.mechanism.label, difference: declared.difference }
}

/** Two systems, or one on two days, that do it by different means without a declaration of the two. */
export function counterpartObstacles(a: ComparableRow, b: ComparableRow): readonly Obstacle[] {
  const [ours, theirs] = [label(a), label(b)]
  const isPlain = ours === null && theirs === null
  const isSame = isWithinOneSystem(a, b) && ours === theirs
  if (isPlain || isSame || counterpartOf(a, b) !== undefined) return []
  return [{ why: 'no-counterpart', field: 'mechanism', a: ours, b: theirs }]
}
