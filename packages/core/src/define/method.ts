/** How often a benchmark is run, and why it is warmed up. */
export interface Method {
  /** Runs of each row that are kept but not measured, and why they are needed. */
  readonly warmup: { readonly runs: number; readonly why: string }
  /** Measured runs of each row, 1 to 1000. The spec wants at least 5. */
  readonly runs: number
  /** Further runs, where the medians are not known well enough yet. Absent: the count is fixed. */
  readonly precision?: Precision
  /** Limit of one run in milliseconds, boot excluded. */
  readonly timeoutMs: number
  /**
   * The timed region keeps a CPU busy from its begin to its end: a run in which even the busiest vCPU neither ran nor
   * waited for a CPU for a good part of it was stopped or frozen, and is contaminated. Absent: it may sleep.
   */
  readonly cpuBound?: true
}

/**
 * Runs beyond the fixed count: batches of `step` runs of every row, until the half width of the 90% interval of each
 * median of the headline metric is at most `halfWidth` of it, or `maxRuns` were made. Declared before the first run,
 * and blind to what a gate would say: looking until a gate passes lets several times too many pass.
 */
export interface Precision {
  /** Fraction, above 0 and below 1. */
  readonly halfWidth: number
  /** 1 to 100. */
  readonly step: number
  /** Measured runs of each row, at most 100. */
  readonly maxRuns: number
}

/** Beyond it the exact interval of every row, made again after every run, takes too long. */
const mostRuns = 100

/** What is wrong with declared bounds, if anything. */
export function precisionFault({ halfWidth, step, maxRuns }: Precision, runs: number): string | undefined {
  if (!(halfWidth > 0 && halfWidth < 1))
    return `precision.halfWidth must be a fraction between 0 and 1, got ${halfWidth}`
  if (!(Number.isInteger(step) && step >= 1 && step <= 100)) return `precision.step must be 1 to 100, got ${step}`
  if (Number.isInteger(maxRuns) && maxRuns >= runs && maxRuns <= mostRuns) return undefined
  return `precision.maxRuns must be ${runs}, the fixed runs, to ${mostRuns}, got ${maxRuns}`
}

/** Which part of a run's output may differ between runs of one row, and why. Everything else must be equal. */
export interface Nondeterminism {
  /** `workers[].elapsedNs`: property names joined by dots, `[]` for every element. */
  readonly path: string
  /**
   * `any`: the value is not compared; `set`: the order of an array is not; `range`: it must lie within `min` and `max`.
   */
  readonly rule: 'any' | 'set' | 'range'
  readonly min?: number
  readonly max?: number
  readonly why: string
}

/** Tier 0 proofs, 1 native primitives, 2 translated OS microbenchmarks, 3 portable common workloads, 4 user stories. */
export type Tier = 0 | 1 | 2 | 3 | 4

/** Where a benchmark comes from; ours are never official results of anything. */
export interface Lineage {
  readonly inspiredBy: readonly string[]
  /** Upstream rules that this benchmark does not satisfy. */
  readonly unsatisfied: readonly string[]
  readonly official: false
}

/** The input of the workload. `sha256` is over its bytes, or over the canonical text that determines them. */
export interface Corpus {
  readonly name: string
  readonly sha256: string
}
export const backings = ['none', 'memory', 'memory-object', 'store', 'block'] as const
/** What holds the data of a workload. */
export type Backing = (typeof backings)[number]
