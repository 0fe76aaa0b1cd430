import { CapbenchError, type ProgramFile, type RunEnd, type RunRequest, type TranscriptSink } from '@capbench/core'
import { launcherAuthority, programBytes } from '@capbench/guest'
import { redactor } from '../environment/redaction.ts'
import type { Command } from '../process/command.ts'
import type { PhaseLimits } from '../run/phases.ts'
import { watchRecords } from '../run/record-watch.ts'
import { type Attendance, notStarted, type SupervisedRun, supervise } from '../run/supervise.ts'
import { keepTail } from '../run/tail.ts'
import { type NativeObserver, observeNative } from './observe.ts'

/** One run of a program on this host. */
export interface NativeRun {
  readonly request: RunRequest
  readonly launcher: ProgramFile
  /** The CPUs of this run. */
  readonly cpus: readonly number[]
  readonly limits: PhaseLimits
  /** False: nothing of the profile is enforced. */
  readonly confine: boolean
}

/** First descriptor that `launch` makes beyond standard error. */
const reportDescriptor = 3

/**
 * Runs a program in a fresh process through the launcher, streams its channels into the sink and returns how it
 * ended. Whatever happens, the process group is gone when this returns.
 */
export async function runNative(
  { request, launcher, cpus, limits, confine }: NativeRun,
  sink: TranscriptSink,
  signal: AbortSignal,
): Promise<RunEnd> {
  const { work, nonce, launcherNonce } = request
  if (work.form !== 'program') return cannotRun(work.form)
  const { program, args } = work
  const changed = await changeOf(launcher)
  if (changed) return changed
  const authority = confine ? launcherAuthority(request.authority) : []
  const own = ['--nonce', launcherNonce, '--report', `${reportDescriptor}`, '--cpus', cpus.join(','), ...authority]
  const command = {
    file: launcher.path,
    args: [...own, '--', program.path, nonce, ...args],
    env: {},
    cwd: '/',
    channels: 1,
    dieWithParent: false, // the launcher asks for that itself, for itself and for the program
  }
  const tell = (started: Command): Command => redactor().clean({ file: started.file, args: started.args })
  const attend = (run: SupervisedRun): Attendance => attendNative(run, request, observeNative(cpus, program.name, sink))
  return supervise({ command, limits, tell, attend }, sink, signal)
}

function cannotRun(form: string): RunEnd {
  const detail = `the native host runs programs; a workload of the form ${form} needs another target`
  return notStarted('launch-failed', 'FORM', detail)
}

/** The launcher hashes the program; nobody but the driver can hash the launcher. */
async function changeOf(launcher: ProgramFile): Promise<RunEnd | undefined> {
  try {
    await programBytes(launcher)
    return undefined
  } catch (error) {
    if (!(error instanceof CapbenchError)) throw error
    return notStarted('launch-failed', error.code, error.message)
  }
}

/** Steers the phases by what comes: the launcher's report and the program's records. */
function attendNative(
  { process, phases }: SupervisedRun,
  { nonce, launcherNonce }: RunRequest,
  observer: NativeObserver,
): Attendance {
  phases.enter('boot')
  const tail = keepTail(600)
  const runs = (look: (chunk: Uint8Array) => void) => (chunk: Uint8Array) => {
    phases.enter('run')
    look(chunk)
  }
  const report = watchRecords(launcherNonce, (type, value) => {
    if (type === 'started' && isStarted(value)) observer.started(value)
    if (type === 'exited' && hasCpus(value)) observer.ended(value.cpus)
    if (type === 'exited' || type === 'error') phases.enter('exit')
  })
  const marks = watchRecords(nonce, (type, value) => {
    if (type === 'mark') observer.mark(value)
  })
  return {
    outlets: [
      { channel: 'records', stream: process.stdout, look: runs(marks) },
      { channel: 'diagnostics', stream: process.stderr, look: tail.add },
      ...process.channels.map(({ readable }) => ({
        channel: 'launcher' as const,
        stream: readable,
        look: runs(report),
      })),
    ],
    finish: () => {
      observer.exited()
      const said = tail.text()
      return [said && `end of standard error: ${said}`]
    },
  }
}

type WithCpus = { readonly cpus: readonly number[] }

function hasCpus(value: unknown): value is WithCpus {
  return (
    typeof value === 'object' &&
    value !== null &&
    'cpus' in value &&
    Array.isArray(value.cpus) &&
    value.cpus.every(Number.isInteger)
  )
}

function isStarted(value: unknown): value is WithCpus & { readonly pid: number } {
  return hasCpus(value) && 'pid' in value && Number.isInteger(value.pid)
}
