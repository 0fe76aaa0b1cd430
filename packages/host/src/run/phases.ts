import { CapbenchError, type RunEnd } from '@capbench/core'

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

const order: readonly Phase[] = ['launch', 'boot', 'run', 'exit']

/** Starts in `launch`. `onLimit` is called at most once, with the phase that took too long. */
export function startPhases(limits: PhaseLimits, onLimit: (phase: Phase) => void): PhaseClock {
  let phase: Phase = 'launch'
  let timer: NodeJS.Timeout | undefined
  const arm = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => onLimit(phase), limits[phase])
  }
  arm()
  return {
    current: () => phase,
    enter: (next) => {
      if (order.indexOf(next) <= order.indexOf(phase)) return
      phase = next
      arm()
    },
    stop: () => clearTimeout(timer),
  }
}
