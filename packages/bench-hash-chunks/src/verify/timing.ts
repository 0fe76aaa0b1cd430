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

/** What is wrong with the cycles of a worker's chunks, which its pieces must cover one after the other. */
function chunkCyclesFault(
  { index, from, to, startCycles, endCycles }: HashWorker,
  chunkCycles: HashRun['chunkCycles'],
) {
  let next = from
  let sum = 0
  for (const piece of chunkCycles) {
    if (piece.worker !== index) continue
    if (piece.from !== next)
      return `cycles of worker ${index} came from chunk ${piece.from} on, wanted was chunk ${next}`
    for (const cycles of piece.cycles) {
      if (cycles <= 0) return `the counter of worker ${index} went ${cycles} over a chunk`
      sum += cycles
    }
    next += piece.cycles.length
  }
  const [came, wanted] = [next - from, to - from + 1]
  if (came !== wanted) return `worker ${index} has cycles of ${came} chunks, not ${wanted}`
  const whole = endCycles - startCycles
  return sum <= whole ? undefined : `the chunks of worker ${index} took ${sum} cycles, all its work ${whole}`
}

/** Every chunk of every worker has its cycles, forward and in order, and one pass took no longer than all of them. */
export function chunkCyclesForward(): Verifier<HashRun> {
  return {
    name: 'chunk-cycles',
    version: 2,
    judge: ({ workers, chunkCycles }) => {
      const faults = workers.map((worker) => chunkCyclesFault(worker, chunkCycles))
      return verdictOf({ 'cycles of every chunk': faults.find((fault) => fault !== undefined) })
    },
  }
}
