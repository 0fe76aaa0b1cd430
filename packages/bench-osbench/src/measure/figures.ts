import { type Counting, contaminationOf, leastClean, type Overhead, perOperation } from './batches.ts'
import type { Attempt, OsbenchRun } from './records.ts'

/** The attempt that counts: the last one. */
export function attemptOf(run: OsbenchRun, id: string): Attempt | undefined {
  return run.intents.find((intent) => intent.id === id)?.attempts.at(-1)
}

/** Best canary of the run, over all batches and what the program saw besides. */
export function bestCanary({ done, intents }: OsbenchRun): number {
  const seen = intents.flatMap(({ attempts }) => attempts.flatMap(({ rows }) => rows.map(({ canaryNs }) => canaryNs)))
  return seen.reduce((best, each) => Math.min(best, each), done[0]?.canaryNs ?? Number.POSITIVE_INFINITY)
}

/** Times of one operation, in ns, one a batch. */
export interface BatchTimes {
  readonly clean: readonly number[]
  readonly all: readonly number[]
}

/** What the batches of an attempt say. */
export function batchTimes(attempt: Attempt, overhead: Overhead, bestNs: number): BatchTimes {
  const counting: Counting = attempt
  const all = attempt.rows.map((row) => perOperation(row, counting, overhead))
  return { all, clean: all.filter((_, index) => isClean(attempt, index, bestNs)) }
}

const isClean = ({ rows, gate }: Attempt, index: number, bestNs: number): boolean => {
  const row = rows[index]
  return row !== undefined && contaminationOf(row, gate, bestNs) === undefined
}

/** Middle value; of an even count the mean of the two in the middle. 0 for none. */
function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return low === undefined || high === undefined ? 0 : (low + high) / 2
}

/** Median of the clean batches in ns for an operation; undefined where too few are clean. */
export function cleanMedian(run: OsbenchRun, attempt: Attempt): number | undefined {
  const [overhead] = run.envs
  if (overhead === undefined) return undefined
  const { clean } = batchTimes(attempt, overhead, bestCanary(run))
  return clean.length < leastClean ? undefined : middle(clean)
}

/** Payload of a stream in MiB a second, from its time for one operation. */
export function mebibytes({ bytes }: Attempt, ns: number): number {
  return bytes / 2 ** 20 / (ns / 1e9)
}
