import { setTimeout as sleep } from 'node:timers/promises'
import { CapbenchError, type RunEnd, type TranscriptSink } from '@capbench/core'
import { hostLoad, monotonicNs } from '../contention/snapshot.ts'
import { measureRunDelay } from '../contention/waiting.ts'
import type { Command } from '../process/command.ts'
import { launch } from '../process/launch.ts'
import type { Launched } from '../process/launched.ts'
import type { LaunchOptions } from '../process/options.ts'
import { drainOutlets, type Outlet } from './outlets.ts'
import { type Phase, type PhaseClock, type PhaseLimits, startPhases } from './phases.ts'

/** One run of a process, its channels and its limits. */
export interface Supervision {
  /** What is started. Time limits and abort belong to the supervision. */
  readonly command: Omit<LaunchOptions, 'timeoutMs' | 'signal' | 'graceMs'>
  readonly limits: PhaseLimits
  /** The command as it is stored; default: as it was started. */
  readonly tell?: (command: Command) => Command
  /** Called once the process runs, before anything of it is read. */
  readonly attend: (run: SupervisedRun) => Attendance
}

/** A process under supervision. */
export interface SupervisedRun {
  readonly process: Launched
  /** Of the first process, and of the group. */
  readonly pid: number
  readonly phases: Pick<PhaseClock, 'current' | 'enter'>
  /** Ends the run and its whole group, in the phase where it is. The first call counts. */
  readonly halt: (end: Exclude<RunEnd['end'], 'finished'>, detail: string) => void
  /** Was the run halted by now? What a process says afterwards is the answer to that. */
  readonly halted: () => boolean
}

/** What a target does with its process. */
export interface Attendance {
  readonly outlets: readonly Outlet[]
  /**
   * Talks with the process while its output is read. What it throws as a CapbenchError in the phase `launch` is a
   * failed launch; later the process and its limits decide, because a process that ends breaks off every talk.
   */
  readonly steer?: () => Promise<void>
  /** The run is about to be ended, and its process still runs: the last moment to look at it. Called once at most. */
  readonly halting?: () => void
  /**
   * The process is gone and every byte was read: takes the last readings, and returns what belongs into the detail.
   *
   * @param trouble whether the detail says something already
   */
  readonly finish?: (trouble: boolean) => readonly string[]
}

type Stop = Pick<RunEnd, 'end' | 'phase' | 'detail'>

/** From SIGTERM, on which a launcher or an emulator still reports, to SIGKILL. */
const graceMs = 1000
/** How long a process may take to exit by itself after its talk was broken off, and the talk after the process. */
const lastWords = (): Promise<void> => sleep(2000, undefined, { ref: false })

/**
 * Starts a process, streams its channels into the sink, keeps the limit of each phase and returns how it ended.
 * Whatever happens, the process group is gone when this returns.
 *
 * @throws what `attend`, `steer` or `finish` throws, except for a CapbenchError of `steer`
 */
export async function supervise(
  { command, limits, tell = (told) => told, attend }: Supervision,
  sink: TranscriptSink,
  signal: AbortSignal,
): Promise<RunEnd> {
  if (signal.aborted) return notStarted('cancelled', 'ABORTED', 'cancelled before the start')
  const entered = (phase: Phase): void => sink.event({ kind: 'phase', atNs: monotonicNs(), phase })
  entered('launch')
  sink.event(hostLoad())
  const process = await launch({ ...command, graceMs })
  sink.started(tell(process.command))
  const { pid } = process
  if (pid === undefined) {
    const exit = await process.exit
    const why = exit.kind === 'not-started' ? exit.message : 'no reason was given'
    return { end: 'launch-failed', phase: 'launch', exit, detail: `${command.file} did not start: ${why}` }
  }
  let stop: Stop | undefined
  let attendance: Attendance | undefined
  const halt: SupervisedRun['halt'] = (end, detail) => {
    if (stop === undefined) attendance?.halting?.()
    stop ??= { end, phase: phases.current(), detail }
    void process.end(end === 'timeout' ? 'timeout' : 'abort')
  }
  const phases = startPhases(limits, {
    onLimit: (phase, givenMs) => halt('timeout', limitDetail(phase, limits[phase], givenMs)),
    onEnter: entered,
    measureWaiting: () => measureRunDelay(pid),
  })
  const onAbort = (): void =>
    isOverflow(signal.reason)
      ? halt('overflow', 'a channel passed its limit')
      : halt('cancelled', 'cancelled by the caller')
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    attendance = attend({ process, pid, phases, halt, halted: () => stop !== undefined })
    const { outlets, steer, finish } = attendance
    const drained = drainOutlets(outlets, sink)
    let bug: { readonly error: unknown } | undefined
    const talk = (async () => steer?.())().catch(async (error: unknown) => {
      if (!(error instanceof CapbenchError)) bug = { error }
      else if (phases.current() === 'launch') stop ??= { end: 'launch-failed', phase: 'launch', detail: error.message }
      else return
      // The reason often follows on standard error.
      if (bug === undefined) await Promise.race([process.exit, lastWords()])
      await process.end('abort')
    })
    await process.exit
    phases.stop()
    const { exit, groupEmpty } = await process.end()
    await drained
    // The process has broken off the talk; whoever still waits for an answer waits in vain.
    await Promise.race([talk, lastWords()])
    if (bug !== undefined) throw bug.error
    const how: Stop = stop ?? { end: 'finished', phase: phases.current(), detail: '' }
    const said = [how.detail, groupEmpty ? '' : `a process of the group ${pid} outlived SIGKILL`].filter(Boolean)
    return { ...how, exit, detail: [...said, ...(finish?.(said.length > 0) ?? [])].filter(Boolean).join('; ') }
  } finally {
    phases.stop()
    signal.removeEventListener('abort', onAbort)
    await process.end()
  }
}

/** A run that never began. */
export function notStarted(end: 'cancelled' | 'launch-failed', code: string, detail: string): RunEnd {
  return { end, phase: 'launch', exit: { kind: 'not-started', code, message: detail }, detail }
}

function limitDetail(phase: Phase, limitMs: number, givenMs: number): string {
  const stretched = givenMs > limitMs ? `, and ${givenMs - limitMs} ms more for waiting on a busy host` : ''
  return `the phase ${phase} took longer than ${limitMs} ms${stretched}`
}

function isOverflow(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && 'overflow' in reason && reason.overflow === true
}
