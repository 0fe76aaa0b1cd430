import type { Contamination, Contention } from './contention.ts'
import { canaryLimit } from './limits.ts'

/**
 * What a run says of the speed of its CPU: the best time, in ns, of a fixed piece of work that is none of its metrics.
 * Inside a guest nothing else shows that the CPU below was slower than in another boot.
 */
export interface CanaryWatch {
  /** The run with what its canary adds, by the best canary of the row that was seen before it. */
  readonly judge: (row: string, canary: number | undefined, contention: Contention) => Contention
  /** Best canary of the row until now; undefined where none was seen. */
  readonly best: (row: string) => number | undefined
}

/** Compares the canaries of runs of one row, in the order in which they ran. The first of a row has none before it. */
export function watchCanaries(seen: Iterable<{ readonly key: string; readonly canary?: number | undefined }> = []) {
  const bests = new Map<string, number>()
  const see = (row: string, canary: number | undefined): void => {
    if (canary !== undefined && canary > 0) bests.set(row, Math.min(canary, bests.get(row) ?? canary))
  }
  for (const { key, canary } of seen) see(key, canary)
  const watch: CanaryWatch = {
    judge: (row, canary, contention) => {
      const before = bests.get(row)
      see(row, canary)
      return withCanary(contention, canary, before)
    },
    best: (row) => bests.get(row),
  }
  return watch
}

/**
 * Adds that the CPU was slower than in the best run of the row.
 *
 * @param canary of the run, and `best` of others of its row; undefined where there is none
 */
export function withCanary(contention: Contention, canary: number | undefined, best: number | undefined): Contention {
  if (canary === undefined || best === undefined || canary <= best * (1 + canaryLimit)) return contention
  if (contention.contaminations.some(({ kind }) => kind === 'canary')) return contention
  const value = canary / best - 1
  const percent = (part: number) => `${Number((part * 100).toFixed(1))} %`
  const detail =
    `the CPU was slower by ${percent(value)} than in the best run of the row ` +
    `(canary ${Math.round(canary)} ns, best ${Math.round(best)} ns; ${percent(canaryLimit)} is let pass)`
  const slow: Contamination = { kind: 'canary', value, limit: canaryLimit, detail }
  return { ...contention, contaminations: [...contention.contaminations, slow] }
}
