import { pid } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { CapbenchError, type JsonObject, type RunEnd, type TranscriptSink } from '@capbench/core'
import { type Launched, launch, monotonicNs, type PhaseLimits, startPhases } from '@capbench/host'
import { qemuEnvironment } from '../binary/qemu.ts'
import { descriptors } from '../command/machine.ts'
import { connectQmp } from '../qmp/client.ts'
import { vcpuThreads } from '../qmp/queries.ts'
import { channelOf, type OpenChannels, readChannels } from './channels.ts'
import { type MachineObserver, observeMachine } from './observe.ts'

/** One boot of a virtual machine. */
export interface MachineRun {
  /** File and arguments of QEMU, as `machineArguments` makes them. */
  readonly qemu: string
  readonly args: readonly string[]
  /** Host CPUs of the whole process; absent: not pinned. */
  readonly cpus?: readonly number[]
  readonly limits: PhaseLimits
  /** Of the program's records and of the launcher's. */
  readonly nonces: { readonly nonce: string; readonly launcherNonce: string }
}

type Stop = Pick<RunEnd, 'end' | 'phase' | 'detail'>

/** From SIGTERM, on which QEMU says why it ends, to SIGKILL. */
const graceMs = 1000
/** How long QEMU may take to exit by itself after it has closed its monitor. */
const lastWordsMs = 2000

/** What QEMU says of the signal by which it is ended here; of somebody else's it is news. */
const ownSignal = new RegExp(`^.*: terminating on signal \\d+ from pid ${pid} .*$`, 'm')

const isOverflow = (reason: unknown): boolean =>
  typeof reason === 'object' && reason !== null && 'overflow' in reason && reason.overflow === true

/**
 * Boots a machine, streams its channels into the sink and returns how it ended. Whatever happens, the process group is
 * gone when this returns.
 */
export async function runMachine(run: MachineRun, sink: TranscriptSink, signal: AbortSignal): Promise<RunEnd> {
  const detail = 'cancelled before the start'
  if (signal.aborted)
    return {
      end: 'cancelled',
      phase: 'launch',
      exit: { kind: 'not-started', code: 'ABORTED', message: detail },
      detail,
    }
  const process = await launch({
    file: run.qemu,
    args: run.args,
    env: qemuEnvironment(),
    channels: Object.keys(descriptors).length,
    graceMs,
    ...(run.cpus && { cpus: run.cpus }),
  })
  sink.started(process.command)
  if (process.pid === undefined) {
    const exit = await process.exit
    const why = exit.kind === 'not-started' ? exit.message : 'no reason was given'
    return { end: 'launch-failed', phase: 'launch', exit, detail: `${run.qemu} did not start: ${why}` }
  }
  try {
    return await supervise(process, process.pid, run, sink, signal)
  } finally {
    await process.end()
  }
}

async function supervise(
  process: Launched,
  group: number,
  run: MachineRun,
  sink: TranscriptSink,
  signal: AbortSignal,
): Promise<RunEnd> {
  let stop: Stop | undefined
  const halt = (end: RunEnd['end'], detail: string): void => {
    stop ??= { end, phase: phases.current(), detail }
    void process.end(end === 'timeout' ? 'timeout' : 'abort')
  }
  const phases = startPhases(run.limits, (phase) =>
    halt('timeout', `the phase ${phase} took longer than ${run.limits[phase]} ms`),
  )
  const onAbort = (): void =>
    isOverflow(signal.reason)
      ? halt('overflow', 'a channel passed its limit')
      : halt('cancelled', 'cancelled by the caller')
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  const observer = observeMachine(group, run.cpus ?? [], sink)
  const channels = readChannels(process, run.nonces, sink, {
    initRuns: () => phases.enter('run'),
    mark: observer.mark,
    output: observer.output,
    reportOver: () => phases.enter('exit'),
  })
  const shutdown: string[] = []
  const onShutdown = (data: string): void => {
    if (stop === undefined) shutdown.push(data) // one that comes later is the answer to our signal
  }
  try {
    await startGuest(process, observer, sink, () => phases.enter('boot'), onShutdown)
  } catch (error) {
    if (!(error instanceof CapbenchError)) {
      phases.stop()
      throw error
    }
    if (phases.current() === 'launch') stop ??= { end: 'launch-failed', phase: 'launch', detail: error.message }
    // QEMU closes its monitor before it has said why it gives up
    await Promise.race([process.exit, sleep(lastWordsMs, undefined, { ref: false })])
    if (stop) void process.end('abort')
  }
  await process.exit
  phases.stop()
  signal.removeEventListener('abort', onAbort)
  const { exit, groupEmpty } = await process.end()
  await channels.drained
  observer.finish()
  const how: Stop = stop ?? { end: 'finished', phase: phases.current(), detail: '' }
  const left = groupEmpty ? '' : `a process of the group ${group} outlived SIGKILL`
  return { ...how, exit, detail: describe([how.detail, left], shutdown, channels) }
}

/** Connects the monitor, notes what QEMU says about itself, reads back the placement, then lets the guest run. */
async function startGuest(
  process: Launched,
  observer: MachineObserver,
  sink: TranscriptSink,
  onBoot: () => void,
  onShutdown: (data: string) => void,
): Promise<void> {
  const fact = (name: string, value: JsonObject): void => sink.event({ kind: 'fact', atNs: monotonicNs(), name, value })
  const client = await connectQmp(channelOf(process, descriptors.monitor), (event) => {
    sink.event({ kind: 'qmp', atNs: monotonicNs(), event })
    if (event.event === 'SHUTDOWN' || event.event === 'GUEST_PANICKED') onShutdown(JSON.stringify(event.data))
  })
  fact('qmp-greeting', client.greeting)
  const vcpus = await vcpuThreads(client)
  fact('vcpu-threads', { vcpus: vcpus.map(({ index, tid }) => ({ index, tid })) })
  fact('accelerator', { kvm: await client.execute('query-kvm') })
  observer.start(vcpus)
  onBoot()
  await client.execute('cont')
}

function describe(said: readonly string[], shutdown: readonly string[], tails: OpenChannels): string {
  const standardError = tails.driver.text().replace(ownSignal, '').trim()
  const lastOutput = tails.machine.text()
  const parts = [
    ...said,
    shutdown.length > 0 ? `QEMU reported: ${shutdown.join(' ')}` : '',
    standardError && `standard error: ${standardError}`,
    said.some((text) => text !== '') && lastOutput ? `end of the console: ${lastOutput}` : '',
  ]
  return parts.filter((part) => part !== '').join('; ')
}
