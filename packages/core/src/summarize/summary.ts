import type { NonEmpty } from '../define/reasons.ts'

/** Statistics of one row: one sample a run. Absent where too few samples exist, never zero. */
export interface Summary {
  readonly n: number
  readonly median: number
  readonly min: number
  readonly max: number
  readonly mean: number
  /** Sample standard deviation (n - 1); absent for one sample. */
  readonly standardDeviation?: number
  /** Standard deviation over mean; absent for one sample. */
  readonly cv?: number
  readonly samples: NonEmpty<number>
}
