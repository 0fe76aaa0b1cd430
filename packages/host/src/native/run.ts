import { CapbenchError, type ProgramFile, type RunEnd, type RunRequest, type TranscriptSink } from '@capbench/core'
import { programBytes } from '@capbench/guest'
import { redactor } from '../environment/redaction.ts'
import { launch } from '../process/launch.ts'
import type { Launched } from '../process/launched.ts'
import { type PhaseClock, type PhaseLimits, startPhases } from '../run/phases.ts'
import { watchRecords } from '../run/record-watch.ts'
import { keepTail, type Tail } from '../run/tail.ts'
import { type NativeObserver, observeNative } from './observe.ts'

/** One run of a program on this host. */
export interface NativeRun {
  readonly request: RunRequest
  readonly launcher: ProgramFile
  /** The CPUs of this run. */
  readonly cpus: readonly number[]
  readonly limits: PhaseLimits
}

/** First descriptor that `launch` makes beyond standard error. */
const reportDescriptor = 3
/** Marks of one run that are acted upon; a program that prints more is not worth the readings. */
const maxMarks = 256
/** SIGTERM makes the launcher end the program and report; then SIGKILL for the group. */
const graceMs = 1000

/**
 * Runs a program in a fresh process through the launcher, streams its channels into the sink and returns how it
 * ended. Whatever happens, the process group is gone when this returns.
 */
export async function runNative(
  { request, launcher, cpus, limits }: NativeRun,
  sink: TranscriptSink,
  signal: AbortSignal,
): Promise<RunEnd> {
  const { work, nonce, launcherNonce } = request
  if (work.form !== 'program') return cannotRun(work.form)
  const { program, args } = work
  const changed = await changeOf(launcher)
  if (changed) return changed
  const own = ['--nonce', launcherNonce, '--report', `${reportDescriptor}`, '--cpus', cpus.join(','), '--']
  const command = { file: launcher.path, args: [...own, program.path, nonce, ...args] }
  const process = await launch({
    ...command,
    env: {},
    cwd: '/',
    channels: 1,
    graceMs,
    dieWithParent: false, // the launcher asks for that itself, for itself and for the program
  })
  const { file, args: started } = process.command
  sink.started(redactor().clean({ file, args: started }))
  if (process.pid === undefined) {
    const exit = await process.exit
    return { end: 'launch-failed', phase: 'launch', exit, detail: exit.kind === 'not-started' ? exit.message : '' }
  }
  let stop: Pick<RunEnd, 'end' | 'phase' | 'detail'> | undefined
  const halt = (end: RunEnd['end'], detail: string): void => {
    stop ??= { end, phase: phases.current(), detail }
    void process.end(end === 'timeout' ? 'timeout' : 'abort')
  }
  const phases = startPhases(limits, (phase) =>
    halt('timeout', `the phase ${phase} took longer than ${limits[phase]} ms`),
  )
  const onAbort = (): void =>
    isOverflow(signal.reason)
      ? halt('overflow', 'a channel passed its limit')
      : halt('cancelled', 'cancelled by the caller')
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  phases.enter('boot')
  const observer = observeNative(cpus, program.name, sink)
  const tail = keepTail(600)
  const drained = readChannels(process, request, { sink, phases, observer, tail })
  await process.exit
  const { exit } = await process.end()
  await drained
  phases.stop()
  signal.removeEventListener('abort', onAbort)
  observer.exited()
  const how = stop ?? { end: 'finished' as const, phase: phases.current(), detail: '' }
  const said = tail.text()
  return {
    ...how,
    exit,
    detail: [how.detail, said && `end of standard error: ${said}`].filter((part) => part !== '').join('\n'),
  }
}

function cannotRun(form: string): RunEnd {
  const detail = `the native host runs programs; a workload of the form ${form} needs another target`
  return { end: 'launch-failed', phase: 'launch', exit: { kind: 'not-started', code: 'FORM', message: detail }, detail }
}

/** The launcher hashes the program; nobody but the driver can hash the launcher. */
async function changeOf(launcher: ProgramFile): Promise<RunEnd | undefined> {
  try {
    await programBytes(launcher)
    return undefined
  } catch (error) {
    if (!(error instanceof CapbenchError)) throw error
    const { code, message } = error
    return { end: 'launch-failed', phase: 'launch', exit: { kind: 'not-started', code, message }, detail: message }
  }
}

function isOverflow(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && 'overflow' in reason && reason.overflow === true
}

interface Readers {
  readonly sink: TranscriptSink
  readonly phases: PhaseClock
  readonly observer: NativeObserver
  readonly tail: Tail
}

/** Resolves when every channel has ended. */
async function readChannels(
  process: Launched,
  { nonce, launcherNonce }: RunRequest,
  { sink, phases, observer, tail }: Readers,
): Promise<void> {
  const report = watchRecords(launcherNonce, (type, value) => {
    if (type === 'started' && isStarted(value)) observer.started(value)
    if (type === 'exited' || type === 'error') phases.enter('exit')
  })
  let seen = 0
  const marks = watchRecords(nonce, (type, value) => {
    if (type !== 'mark' || ++seen > maxMarks) return
    const edge = typeof value === 'object' && value !== null && 'edge' in value ? value.edge : undefined
    if (edge === 'begin' || edge === 'end') observer.mark(edge)
  })
  const channels = [
    { name: 'records', stream: process.stdout, look: marks },
    { name: 'diagnostics', stream: process.stderr, look: tail.add },
    { name: 'launcher', stream: process.channels[0]?.readable, look: report },
  ] as const
  await Promise.all(
    channels.map(({ name, stream, look }) => {
      stream?.on('data', (chunk: Buffer) => {
        sink.write(name, chunk)
        if (name !== 'diagnostics') phases.enter('run')
        look(chunk)
      })
      return new Promise((resolve) => (stream ? stream.once('end', resolve) : resolve(undefined)))
    }),
  )
}

function isStarted(value: unknown): value is { readonly pid: number; readonly cpus: readonly number[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isInteger(value.pid) &&
    'cpus' in value &&
    Array.isArray(value.cpus) &&
    value.cpus.every(Number.isInteger)
  )
}
