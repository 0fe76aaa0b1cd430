import { type Verifier, verdictOf } from '@capbench/core'
import { forwardClock, type Span } from '@capbench/verifiers'
import type { HashRun, HashWorker, WholeRun } from '../records/observation.ts'

/** What elapsed time is read from: nanoseconds of a clock, or the counter that user mode can read. */
export type TimedBy = 'ns' | 'cycles'

/** What times each kind of system; our own programs are timed by nanoseconds. */
export type TimedBySystem = Readonly<Record<string, TimedBy>>

/** When a worker worked, on one of its clocks; not a number where it did not say. */
export function spanOf(worker: HashWorker, timedBy: TimedBy): Span {
  if (timedBy === 'cycles') return { start: worker.startCycles, end: worker.endCycles }
  return { start: worker.startNs ?? Number.NaN, end: worker.endNs ?? Number.NaN }
}

/** How long it all took, on one clock; not a number where the system did not say. */
export const wholeOf = (whole: WholeRun | undefined, timedBy: TimedBy): number =>
  (timedBy === 'cycles' ? whole?.cycles : whole?.ns) ?? Number.NaN

/** The clock ran forward on every worker, and none worked longer than the whole took. */
export const forwardOn = (timedBy: TimedBy): Verifier<HashRun> => ({
  name: `forward-clock.${timedBy}`,
  version: 1,
  judge: (run, setting) => {
    const workers = forwardClock(timedBy, (worker: HashWorker) => spanOf(worker, timedBy)).judge(run, setting)
    if (!workers.accepted) return workers
    const last = Math.max(...run.workers.map((worker) => spanOf(worker, timedBy).end))
    const whole = wholeOf(run.wholes[0], timedBy)
    return verdictOf({
      [`${timedBy} run forward`]: undefined,
      [`${timedBy} of the whole`]:
        whole >= last ? undefined : `the last worker ended at ${last}, the whole at ${whole}`,
    })
  },
})

/** The clock that times the system ran forward; the other clock is another metric's business. */
export function forwardTiming(systems: TimedBySystem): Verifier<HashRun> {
  return {
    name: 'forward-clock.timing',
    version: 1,
    judge: (run, setting) => forwardOn(systems[setting.system] ?? 'ns').judge(run, setting),
  }
}

/** Every chunk of every worker has its cycles, and the counter ran forward over each. */
export function chunkCyclesForward(): Verifier<HashRun> {
  return {
    name: 'chunk-cycles',
    version: 1,
    judge: ({ workers, chunkCycles }) => {
      const faults = workers.map(({ index, from, to }) => {
        const pieces = chunkCycles.filter(({ worker }) => worker === index)
        const came = pieces.reduce((sum, { cycles }) => sum + cycles.length, 0)
        const bad = pieces.flatMap(({ cycles }) => cycles).find((cycles) => cycles <= 0)
        if (came !== to - from + 1) return `worker ${index} has cycles of ${came} chunks, not ${to - from + 1}`
        return bad === undefined ? undefined : `the counter of worker ${index} went ${bad} over a chunk`
      })
      return verdictOf({ 'cycles of every chunk': faults.find((fault) => fault !== undefined) })
    },
  }
}
