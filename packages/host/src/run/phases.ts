import { CapbenchError, type RunEnd } from '@capbench/core'
import { startLimit } from './limit.ts'

/** A phase of a run, each with a limit of its own. */
export type Phase = RunEnd['phase']

/** Limit of each phase of a run in milliseconds. */
export type PhaseLimits = Readonly<Record<Phase, number>>

const dayMs = 86_400_000

/**
 * Refuses limits that a timer cannot keep: those past 2^31-1 ms would end at once.
 *
 * @param owner whose option `timeouts` it is, for the message
 * @throws CapbenchError CAPBENCH_USAGE
 */
export function checkLimits(owner: string, limits: Partial<PhaseLimits>): void {
  for (const [phase, limit] of Object.entries(limits))
    if (!(Number.isFinite(limit) && limit > 0 && limit <= dayMs))
      throw new CapbenchError(
        'CAPBENCH_USAGE',
        `${owner}: timeouts.${phase} in milliseconds, more than 0 and at most a day (${dayMs}), was wanted, got ${limit}`,
      )
}

/** Where a run is. Phases only go forward; each has its own limit. */
export interface PhaseClock {
  readonly current: () => Phase
  /** Goes on to a phase; one that is past is ignored. */
  readonly enter: (phase: Phase) => void
  readonly stop: () => void
}

/** What is done when a phase begins, and when one takes too long. */
export interface PhaseHooks {
  /** Called at most once, with the phase that took too long and the milliseconds that it was given. */
  readonly onLimit: (phase: Phase, givenMs: number) => void
  /** Called for every phase that is entered after `launch`, in which the clock starts. */
  readonly onEnter?: (phase: Phase) => void
  /** Begins to measure how long the run is kept waiting for a CPU, for `startLimit`. */
  readonly measureWaiting?: () => () => number
}

const order: readonly Phase[] = ['launch', 'boot', 'run', 'exit']

/** Starts in `launch`. */
export function startPhases(limits: PhaseLimits, { onLimit, onEnter, measureWaiting }: PhaseHooks): PhaseClock {
  let phase: Phase = 'launch'
  let stop = (): void => {}
  const arm = (): void => {
    stop()
    const current = phase
    stop = startLimit(limits[current], (givenMs) => onLimit(current, givenMs), measureWaiting)
  }
  arm()
  return {
    current: () => phase,
    enter: (next) => {
      if (order.indexOf(next) <= order.indexOf(phase)) return
      phase = next
      arm()
      onEnter?.(phase)
    },
    stop: () => stop(),
  }
}
