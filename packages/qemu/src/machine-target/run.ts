import { CapbenchError, type RunEnd, type RunRequest } from '@capbench/core'
import { notStarted, type PhaseLimits } from '@capbench/host'
import type { Accelerator } from '../probe/accelerator.ts'
import type { MachineSettings } from './options.ts'

/** Emulation is slower than the processor that a benchmark's limit was written for. */
const defaultRunFactor = { kvm: 1, tcg: 10 } as const
/** Longest delay of a Node timer, in milliseconds. */
const maxTimer = 0x7fffffff

/** The limits of a run: those of the target, and the benchmark's own for the phase `run`. */
export function runLimits(
  settings: Pick<MachineSettings, 'timeouts' | 'runFactor' | 'gdb'>,
  accelerator: Accelerator,
  { runTimeoutMs }: Pick<RunRequest, 'runTimeoutMs'>,
): PhaseLimits {
  // a person with a debugger has all the time there is
  if (settings.gdb) return { launch: settings.timeouts.launch, boot: maxTimer, run: maxTimer, exit: maxTimer }
  const factor = settings.runFactor ?? defaultRunFactor[accelerator]
  return { ...settings.timeouts, run: Math.min(runTimeoutMs * factor, maxTimer) }
}

/**
 * What is wrong with a run before it starts (its arguments, or what a caller computed for it, do not fit) concerns this
 * run, not the campaign.
 */
export async function orLaunchFailed(run: () => Promise<RunEnd>): Promise<RunEnd> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof CapbenchError) || error.code === 'CAPBENCH_BUG') throw error
    return notStarted('launch-failed', error.code, error.message)
  }
}

/** @throws CapbenchError `CAPBENCH_BUG`: the caller of a target has to prepare it, and to heed what is unmet */
export function assertReady<T>(name: string, ready: T | undefined): asserts ready is T {
  if (ready !== undefined) return
  throw new CapbenchError(
    'CAPBENCH_BUG',
    `the target ${name} was run without being prepared, or although something was unmet`,
  )
}
