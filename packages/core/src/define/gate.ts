import type { Summary } from '../summarize/summary.ts'
import type { JsonObject } from './json.ts'

/** What a gate says, and on which basis. */
export interface GateVerdict {
  readonly verdict: 'pass' | 'fail' | 'inconclusive'
  /** `point`: the rule of the spec, on the medians alone. `interval`: only a whole interval decides. */
  readonly basis: 'point' | 'interval'
  /** The figure that was compared, e.g. a speedup; null where it cannot be formed. */
  readonly point: number | null
  readonly threshold: number
  /** Smallest number of runs among the rows. */
  readonly runs: number
  readonly detail: string
  /** Interval of the figure, whatever the basis; each bound alone is one-sided. */
  readonly interval?: GateInterval
  /** What the rule of the spec says, whatever the basis. */
  readonly byPoint?: 'pass' | 'fail'
  /** Smallest difference, as a fraction, that the gate must see: rows that vary too much for it are named. */
  readonly margin?: number
  /**
   * Of a gate that tests for a regression: how often resamples of its rows show none, one-sided. With it the gate joins
   * those that Holm's correction is made over.
   */
  readonly p?: number
  /** Why the gate is for people to look at and blocks nothing. */
  readonly review?: readonly string[]
}

/** The interval on which a gate decided, with its level. */
export interface GateInterval {
  readonly lower: number
  readonly upper: number
  /** Nominal level, e.g. 0.9: each bound alone is a one-sided bound of 0.95. */
  readonly level: number
  /** Level that the interval has under its own law. */
  readonly achieved: number
}

/** One row that a gate reads. */
export interface GateRow<out C extends string = string, out M extends string = string> {
  readonly case: C
  /** `headline` is the first metric of the definition. */
  readonly metric: M | 'headline'
}

/** What a gate knows of a row: its figures, and what they may be compared with. */
export interface RowFigures extends Summary {
  readonly benchmark: string
  readonly target: string
  readonly case: string
  readonly metric: string
  readonly unit: string
  readonly lowerIsBetter: boolean
  readonly hashes: {
    readonly comparison: string
    readonly workload: string | null
    readonly envelope: string
    readonly identity: string
  }
}

/**
 * A declared acceptance rule over the results of one benchmark on one target. A third party's gate is an object of the
 * same shape. `judge` is pure and gets the figures of the rows that it reads, in that order, all of them passed.
 */
export interface Gate<out C extends string = string, out M extends string = string> {
  readonly name: string
  readonly kind: string
  readonly reads: readonly GateRow<C, M>[]
  /** For `config.json`. */
  readonly rule: JsonObject
  readonly judge: (rows: readonly RowFigures[]) => GateVerdict
}
