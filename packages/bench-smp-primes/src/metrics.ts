import type { Verified } from '@capbench/core'
import type { PrimeRun } from './observation.ts'

type Run = Verified<PrimeRun>

/** Last finish minus first start, in nanoseconds of CLOCK_MONOTONIC. */
export function elapsedNs({ workers }: Run): number {
  return Math.max(...workers.map(({ endNs }) => endNs)) - Math.min(...workers.map(({ startNs }) => startNs))
}

/** Last finish minus first start, in ticks of the counter that user mode can read. */
export function elapsedCycles({ workers }: Run): number {
  return (
    Math.max(...workers.map(({ endCycles }) => endCycles)) - Math.min(...workers.map(({ startCycles }) => startCycles))
  )
}

/** Longest time of a worker over the mean of all: 1 where all worked equally long, N where one did everything. */
export function imbalance({ workers }: Run): number {
  const times = workers.map(({ startNs, endNs }) => endNs - startNs)
  return (Math.max(...times) * times.length) / times.reduce((sum, time) => sum + time, 0)
}
