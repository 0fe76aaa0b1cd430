import type { PartOutcome } from '@capbench/core'
import { bucketNs } from './batches.ts'
import { attemptOf } from './figures.ts'
import type { Attempt, OsbenchRun } from './records.ts'

/** Percentiles of single operations, each with the fewest operations that give it. */
export const percentiles = {
  op_p50: { part: 0.5, least: 100 },
  op_p95: { part: 0.95, least: 1000 },
  op_p99: { part: 0.99, least: 10_000 },
} as const satisfies Readonly<Record<string, { readonly part: number; readonly least: number }>>
export type Percentile = keyof typeof percentiles

/** An operation below so many readings of the clock is not timed by itself. */
const leastReads = 20

/** The nearest rank in the histogram of an attempt, less one reading of the clock; ns, exact to a sixteenth. */
export function percentileOf(
  { histogram, timedEach }: Pick<Attempt, 'histogram' | 'timedEach'>,
  which: Percentile,
  readPs: number,
): number {
  const rank = Math.ceil(percentiles[which].part * timedEach)
  let seen = 0
  for (const { bucket, count } of histogram) {
    seen += count
    if (seen >= rank) return Math.max(0, (bucketNs(bucket) + bucketNs(bucket + 1)) / 2 - readPs / 1000)
  }
  return 0
}

/**
 * What became of a percentile where its metric itself was measured.
 *
 * @param typicalNs of one operation, by its batches
 */
export function percentileOutcome(run: OsbenchRun, metric: string, which: Percentile, typicalNs: number): PartOutcome {
  const attempt = attemptOf(run, metric)
  const readNs = (run.envs[0]?.readPs ?? 0) / 1000
  const count = attempt?.timedEach ?? 0
  const held = attempt?.histogram.reduce((sum, each) => sum + each.count, 0) ?? 0
  if (held !== count) {
    return { measured: false, reason: 'workload_error', detail: `${count} operations were timed, ${held} are told` }
  }
  const { least } = percentiles[which]
  if (count >= least) return { measured: true }
  if (count > 0) return notTimed('out_of_scope', `${count} operations fit in the time of the pass, it takes ${least}`)
  if (typicalNs >= leastReads * readNs) return notTimed('no_semantics', 'operations of it are not timed one by one')
  const [operation, reading] = [typicalNs, readNs].map((ns) => `${ns.toFixed(0)} ns`)
  return notTimed(
    'no_semantics',
    `an operation of ${operation} cannot be timed alone: reading the clock takes ${reading}`,
  )
}

const notTimed = (cause: 'out_of_scope' | 'no_semantics', detail: string): PartOutcome => ({
  measured: false,
  reason: 'not_applicable',
  cause,
  detail,
})
