import { pid as ownPid } from 'node:process'
import { CapbenchError, type JsonObject, type RunEnd, type TranscriptSink } from '@capbench/core'
import { type Attendance, monotonicNs, type SupervisedRun, supervise } from '@capbench/host'
import { qemuEnvironment } from '../binary/qemu.ts'
import { waitsForDebugger } from '../command/debugger.ts'
import { descriptors } from '../command/machine.ts'
import { serialPorts } from '../command/serial.ts'
import { connectQmp } from '../qmp/client.ts'
import { vcpuThreads } from '../qmp/queries.ts'
import { looksOf, type Tails } from './channels.ts'
import { channelOf, socketCount } from './descriptors.ts'
import type { MachineRun, RunningMachine } from './machine-run.ts'
import { type MachineObserver, observeMachine } from './observe.ts'
import { placeThreads } from './place.ts'

/** What QEMU says of the signal by which it is ended here; of somebody else's it is news. */
const ownSignal = new RegExp(`^.*: terminating on signal \\d+ from pid ${ownPid} .*$`, 'm')

/**
 * Boots a machine, streams its channels into the sink and returns how it ended. Whatever happens, the process group is
 * gone when this returns.
 */
export async function runMachine(run: MachineRun, sink: TranscriptSink, signal: AbortSignal): Promise<RunEnd> {
  const command = {
    file: run.qemu,
    args: run.args,
    env: qemuEnvironment(),
    channels: socketCount,
    ...(run.files && { files: run.files }),
    ...(run.placement && { cpus: run.placement.cpus }),
  }
  const attend = (supervised: SupervisedRun): Attendance => attendMachine(supervised, run, sink)
  return supervise({ command, limits: run.limits, attend }, sink, signal)
}

function attendMachine(supervised: SupervisedRun, run: MachineRun, sink: TranscriptSink): Attendance {
  const { process, pid, phases, halted } = supervised
  const observer = observeMachine(pid, run.placement?.cpus ?? [], sink)
  const { tails, look } = looksOf(run, phases, observer)
  const shutdown: string[] = []
  let worked = ''
  const onEvent = (event: JsonObject): void => {
    sink.event({ kind: 'qmp', atNs: monotonicNs(), event })
    // one that comes after the halt is the answer to our signal
    if ((event.event === 'SHUTDOWN' || event.event === 'GUEST_PANICKED') && !halted())
      shutdown.push(JSON.stringify(event.data))
    run.hooks?.onEvent?.(event)
  }
  return {
    outlets: [
      ...serialPorts.map(({ channel }) => ({
        channel,
        stream: channelOf(process, descriptors[channel]).readable,
        look: look(channel),
      })),
      ...[process.stderr, process.stdout].map((stream) => ({
        channel: 'driver' as const,
        stream,
        look: look('driver'),
      })),
    ],
    steer: () => startGuest(supervised, run, { observer, sink, onEvent }),
    halting: () => {
      worked = observer.halting()
    },
    finish: (trouble) => {
      observer.finish()
      // a machine that never came to its end has something to tell as well
      return [worked, ...detailOf(trouble || phases.current() !== 'exit', shutdown, tails)]
    },
  }
}

/** Connects the monitor, notes what QEMU says about itself, places its threads, then lets the guest run. */
async function startGuest(
  { process, pid, phases, halt }: SupervisedRun,
  run: MachineRun,
  watch: {
    readonly observer: MachineObserver
    readonly sink: TranscriptSink
    readonly onEvent: (event: JsonObject) => void
  },
): Promise<void> {
  const { observer, sink, onEvent } = watch
  const fact = (name: string, value: JsonObject): void => sink.event({ kind: 'fact', atNs: monotonicNs(), name, value })
  const monitor = await connectQmp(channelOf(process, descriptors.monitor), onEvent)
  fact('qmp-greeting', monitor.greeting)
  const threads = await vcpuThreads(monitor)
  fact('vcpu-threads', { vcpus: threads.map(({ index, tid }) => ({ index, tid })) })
  fact('accelerator', { kvm: await monitor.execute('query-kvm') })
  observer.start(run.placement ? await placeThreads(pid, threads, run.placement, sink) : threads)
  const machine: RunningMachine = {
    monitor,
    pid,
    phases,
    halt,
    send: (channel, bytes) =>
      new Promise((resolve, reject) => {
        channelOf(process, descriptors[channel]).writable.write(bytes, (error) => {
          if (error) reject(new CapbenchError('CAPBENCH_LAUNCH', `the guest took no input on ${channel}: ${error}`))
          else resolve()
        })
      }),
    quit: async () => {
      phases.enter('exit')
      await monitor.execute('quit').catch(ignoreGone)
    },
  }
  await run.hooks?.onReady?.(machine)
  phases.enter('boot')
  if (!waitsForDebugger(run.args)) await monitor.execute('cont')
  await run.hooks?.onRunning?.(machine)
}

/** A QEMU that has closed its monitor needs no `quit`. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof CapbenchError)) throw error
}

function detailOf(trouble: boolean, shutdown: readonly string[], tails: Tails): readonly string[] {
  const standardError = tails.driver.text().replace(ownSignal, '').trim()
  const lastOutput = tails.machine.text()
  return [
    shutdown.length > 0 ? `QEMU reported: ${shutdown.join(' ')}` : '',
    standardError && `standard error: ${standardError}`,
    trouble && lastOutput ? `end of the console: ${lastOutput}` : '',
  ]
}
