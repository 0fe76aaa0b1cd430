import type { Verified } from '@capbench/core'
import type { PrimeRun } from './observation.ts'
import { spanOf, type TimedBy } from './timing.ts'

type Run = Verified<PrimeRun>

/** Last finish minus first start. */
function elapsedOn({ workers }: Run, timedBy: TimedBy): number {
  const spans = workers.map((worker) => spanOf(worker, timedBy))
  return Math.max(...spans.map(({ end }) => end)) - Math.min(...spans.map(({ start }) => start))
}

/** Last finish minus first start, in nanoseconds of CLOCK_MONOTONIC. */
export const elapsedNs = (run: Run): number => elapsedOn(run, 'ns')

/** Last finish minus first start, in ticks of the counter that user mode can read. */
export const elapsedCycles = (run: Run): number => elapsedOn(run, 'cycles')

/** The same shifted right by 20 bits. */
export const elapsedScaledCycles = (run: Run): number => Math.floor(elapsedCycles(run) / 2 ** 20)

/** Longest time of a worker over the mean of all: 1 where all worked equally long, N where one did everything. */
export function imbalance({ workers }: Run, timedBy: TimedBy = 'ns'): number {
  const times = workers.map((worker) => spanOf(worker, timedBy)).map(({ start, end }) => end - start)
  return (Math.max(...times) * times.length) / times.reduce((sum, time) => sum + time, 0)
}
