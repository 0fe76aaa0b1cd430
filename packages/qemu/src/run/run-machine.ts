import { setTimeout as sleep } from 'node:timers/promises'
import { CapbenchError, type ChannelName, type JsonObject, type RunEnd, type TranscriptSink } from '@capbench/core'
import { type Channel, type Launched, launch, monotonicNs } from '@capbench/host'
import { qemuEnvironment } from '../binary/qemu.ts'
import { descriptors, serialPorts } from '../command/machine.ts'
import { connectQmp } from '../qmp/client.ts'
import { vcpuThreads } from '../qmp/queries.ts'
import { watchLauncher } from './launcher-watch.ts'
import { type Observer, observeProcess } from './observe.ts'
import { type PhaseLimits, startPhases } from './phases.ts'
import { keepTail } from './tail.ts'

/** One boot of a virtual machine. */
export interface MachineRun {
  /** File and arguments of QEMU, as `machineArguments` makes them. */
  readonly qemu: string
  readonly args: readonly string[]
  /** Host CPUs of the whole process; absent: not pinned. */
  readonly cpus?: readonly number[]
  readonly limits: PhaseLimits
  readonly launcherNonce: string
}

type Stop = Pick<RunEnd, 'end' | 'phase' | 'detail'>

/** From SIGTERM, on which QEMU says why it ends, to SIGKILL. */
const graceMs = 1000
/** How long QEMU may take to exit by itself after it has closed its monitor. */
const lastWordsMs = 2000

const fdOf = (process: Launched, fd: number): Channel => {
  const channel = process.channels[fd - 3]
  if (channel) return channel
  throw new CapbenchError('CAPBENCH_BUG', `descriptor ${fd} of QEMU was not made`)
}

const ended = (stream: NodeJS.ReadableStream): Promise<void> => new Promise((resolve) => stream.once('end', resolve))

const isOverflow = (reason: unknown): boolean =>
  typeof reason === 'object' && reason !== null && 'overflow' in reason && reason.overflow === true

/**
 * Boots a machine, streams its channels into the sink and returns how it ended. Whatever happens, the process group is gone
 * when this returns.
 */
export async function runMachine(run: MachineRun, sink: TranscriptSink, signal: AbortSignal): Promise<RunEnd> {
  sink.started({ file: run.qemu, args: run.args })
  const process = await launch({
    file: run.qemu,
    args: run.args,
    env: qemuEnvironment(),
    channels: Object.keys(descriptors).length,
    graceMs,
    ...(run.cpus && { cpus: run.cpus }),
  })
  if (process.pid === undefined) {
    const exit = await process.exit
    return {
      end: 'launch-failed',
      phase: 'launch',
      exit,
      detail: exit.kind === 'not-started' ? exit.message : run.qemu,
    }
  }

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

  const observer = observeProcess(process.pid, run.cpus ?? [], sink)
  const shutdown: string[] = []
  const { drained, tails } = readChannels(process, run.launcherNonce, sink, {
    firstByte: () => phases.enter('run'),
    output: (certain) => observer.during(certain),
    launcherEnded: () => phases.enter('exit'),
  })
  try {
    await startGuest(process, observer, sink, () => phases.enter('boot'), shutdown)
  } catch (error) {
    if (!(error instanceof CapbenchError)) throw error
    if (phases.current() === 'launch') stop ??= { end: 'launch-failed', phase: 'launch', detail: error.message }
    // QEMU closes its monitor before it has said why it gives up
    await Promise.race([process.exit, sleep(lastWordsMs)])
    if (stop) void process.end('abort')
  }
  await process.exit
  const { exit } = await process.end()
  await drained
  phases.stop()
  signal.removeEventListener('abort', onAbort)
  observer.finish()
  const how: Stop = stop ?? { end: 'finished', phase: phases.current(), detail: '' }
  return { ...how, exit, detail: describe(how.detail, shutdown, tails) }
}

/** Connects the monitor, notes what QEMU says about itself, reads back the placement, then lets the guest run. */
async function startGuest(
  process: Launched,
  observer: Observer,
  sink: TranscriptSink,
  onBoot: () => void,
  shutdown: string[],
): Promise<void> {
  const fact = (name: string, value: JsonObject): void => sink.event({ kind: 'fact', atNs: monotonicNs(), name, value })
  const client = await connectQmp(fdOf(process, descriptors.monitor), (event) => {
    sink.event({ kind: 'qmp', atNs: monotonicNs(), event })
    if (event['event'] === 'SHUTDOWN' || event['event'] === 'GUEST_PANICKED')
      shutdown.push(JSON.stringify(event['data']))
  })
  fact('qmp-greeting', client.greeting)
  fact('vcpu-threads', { vcpus: (await vcpuThreads(client)).map(({ index, tid }) => ({ index, tid })) })
  fact('accelerator', { kvm: await client.execute('query-kvm') })
  observer.start()
  onBoot()
  await client.execute('cont')
}

interface ChannelMarks {
  /** The first byte on `records` or `launcher`: init runs. */
  readonly firstByte: () => void
  readonly output: (certain: boolean) => void
  readonly launcherEnded: () => void
}

function readChannels(process: Launched, launcherNonce: string, sink: TranscriptSink, marks: ChannelMarks) {
  const tails = { console: keepTail(600), driver: keepTail(600) }
  const progressOf = watchLauncher(launcherNonce)
  const take = (channel: ChannelName, chunk: Uint8Array): void => {
    sink.write(channel, chunk)
    if (channel === 'console' || channel === 'driver') tails[channel].add(chunk)
    if (channel !== 'records' && channel !== 'launcher') return
    marks.firstByte()
    const progress = channel === 'launcher' ? progressOf(chunk) : 'running'
    marks.output(progress !== 'running')
    if (progress === 'ended') marks.launcherEnded()
  }
  const streams = [
    ...serialPorts.map(({ channel }) => ({ channel, stream: fdOf(process, descriptors[channel]).readable })),
    { channel: 'driver' as const, stream: process.stderr },
    { channel: 'driver' as const, stream: process.stdout },
  ]
  for (const { channel, stream } of streams) stream.on('data', (chunk: Buffer) => take(channel, chunk))
  return { tails, drained: Promise.all(streams.map(({ stream }) => ended(stream))) }
}

function describe(
  detail: string,
  shutdown: readonly string[],
  tails: ReturnType<typeof readChannels>['tails'],
): string {
  const parts = [
    detail,
    shutdown.length > 0 ? `QEMU reported: ${shutdown.join(' ')}` : '',
    tails.driver.text() && `standard error: ${tails.driver.text()}`,
    detail !== '' && tails.console.text() ? `end of the console: ${tails.console.text()}` : '',
  ]
  return parts.filter((part) => part !== '').join('\n')
}
