import type { Verifier } from '@capbench/core'
import { forwardClock, type Span } from '@capbench/verifiers'
import type { PrimeRun, PrimeWorker } from './observation.ts'

/** What elapsed time is read from: nanoseconds of a clock, or the counter that user mode can read. */
export type TimedBy = 'ns' | 'cycles'

/** What times each kind of system; our own programs are timed by nanoseconds. */
export type TimedBySystem = Readonly<Record<string, TimedBy>>

/** When a worker worked, on one of its clocks; not a number where it did not say. */
export function spanOf(worker: PrimeWorker, timedBy: TimedBy): Span {
  if (timedBy === 'cycles') return { start: worker.startCycles, end: worker.endCycles }
  return { start: worker.startNs ?? Number.NaN, end: worker.endNs ?? Number.NaN }
}

/** The clock that times the system ran forward on every worker; the other clock is another metric's business. */
export function forwardTiming(systems: TimedBySystem): Verifier<PrimeRun> {
  return {
    name: 'forward-clock.timing',
    version: 1,
    judge: (run, setting) => {
      const timedBy = systems[setting.system] ?? 'ns'
      return forwardClock(timedBy, (worker: PrimeWorker) => spanOf(worker, timedBy)).judge(run, setting)
    },
  }
}
