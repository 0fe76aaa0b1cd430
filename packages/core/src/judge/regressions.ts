import { holm } from '../statistics/holm.ts'
import type { JudgedGate } from './gates.ts'

/** The gates of a campaign that test for a regression, as one family: many of them find one by chance alone. */
export interface Regressions {
  /** Is there any regression, at a chance of a false alarm of 5% over all of them together? Of any class. */
  readonly any: boolean
  readonly gates: readonly {
    readonly benchmark: string
    readonly target: string
    readonly gate: string
    /** One-sided, of this gate alone; what its own verdict goes by. */
    readonly p: number
    /** After Holm. */
    readonly adjusted: number
  }[]
}

/** Chance of a false alarm of the whole family; that of each bound of an interval of 90% as well. */
const familyLevel = 0.05

/** Null where no gate tested for a regression. */
export function regressionsOf(gates: readonly JudgedGate[]): Regressions | null {
  const tested = gates.flatMap(({ benchmark, target, gate, p }) => (p === null ? [] : [{ benchmark, target, gate, p }]))
  if (tested.length === 0) return null
  const adjusted = holm(tested.map(({ p }) => p))
  const family = tested.map((gate, at) => ({ ...gate, adjusted: adjusted[at] ?? 1 }))
  return { any: family.some((gate) => gate.adjusted < familyLevel), gates: family }
}
