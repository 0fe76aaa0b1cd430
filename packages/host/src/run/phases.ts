import { CapbenchError, type RunEnd } from '@capbench/core'

export type Phase = RunEnd['phase']

/** Limit of each phase of a run in milliseconds. */
export type PhaseLimits = Readonly<Record<Phase, number>>

const dayMs = 86_400_000
/** Longest delay of a Node timer, in milliseconds. */
const maxTimer = 0x7fffffff
/** However long a run was kept waiting, no phase takes longer than this many times its limit. */
const maxStretch = 5

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

export interface PhaseHooks {
  /** Called at most once, with the phase that took too long and the milliseconds that it was given. */
  readonly onLimit: (phase: Phase, givenMs: number) => void
  /** Called for every phase that is entered after `launch`, in which the clock starts. */
  readonly onEnter?: (phase: Phase) => void
  /**
   * Begins to measure how long the run is kept waiting for a CPU; the function that it returns says the milliseconds
   * since. A limit is for what the run itself does, so that time does not count, up to 4 times the limit.
   */
  readonly measureWaiting?: () => () => number
}

const order: readonly Phase[] = ['launch', 'boot', 'run', 'exit']

/** Starts in `launch`. */
export function startPhases(limits: PhaseLimits, { onLimit, onEnter, measureWaiting }: PhaseHooks): PhaseClock {
  let phase: Phase = 'launch'
  let timer: NodeJS.Timeout | undefined
  const arm = (): void => {
    clearTimeout(timer)
    const begun = performance.now()
    const limit = limits[phase]
    const waited = measureWaiting?.()
    const check = (): void => {
      const given = Math.min(limit + (waited?.() ?? 0), maxStretch * limit)
      const left = given - (performance.now() - begun)
      if (left < 1) onLimit(phase, Math.round(given))
      else timer = setTimeout(check, Math.min(left, maxTimer))
    }
    timer = setTimeout(check, Math.min(limit, maxTimer))
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
    stop: () => clearTimeout(timer),
  }
}
