import type { RunEnd } from '@capbench/core'

export type Phase = RunEnd['phase']

/** Limit of each phase of a run in milliseconds. */
export type PhaseLimits = Readonly<Record<Phase, number>>

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
