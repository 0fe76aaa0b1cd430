/** How often a benchmark is run, and why it is warmed up. */
export interface Method {
  /** Runs of each row that are kept but not measured, and why they are needed. */
  readonly warmup: { readonly runs: number; readonly why: string }
  /** Measured runs of each row, 1 to 1000. The spec wants at least 5. */
  readonly runs: number
  /** Limit of one run in milliseconds, boot excluded. */
  readonly timeoutMs: number
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
export type Backing = (typeof backings)[number]
