import { randomBytes } from 'node:crypto'
import { CapbenchError, type JsonObject, type RunEnd, type RunRequest, type TranscriptSink } from '@capbench/core'
import { monotonicNs, notStarted, placeRun } from '@capbench/host'
import { machineArguments } from '../command/arguments.ts'
import { debuggerArguments } from '../command/debugger.ts'
import { buildInitramfs, guestPath } from '../image/initramfs.ts'
import { machineOf } from '../machine-target/machine.ts'
import { runLimits } from '../machine-target/run.ts'
import { firstFile } from '../run/descriptors.ts'
import type { MachineRun } from '../run/machine-run.ts'
import { runMachine } from '../run/run-machine.ts'
import { snapshotKey } from '../snapshot/key.ts'
import { incomingArguments, stateRestored } from '../snapshot/restore.ts'
import { saveState } from '../snapshot/save.ts'
import type { ReadyState } from '../snapshot/states.ts'
import { watchBoot } from './boot-costs.ts'
import { commandLine, orderWords } from './cmdline.ts'
import { kernelParameters, orderByInput } from './parameters.ts'
import type { ReadyGuest, Snapshots } from './prepare.ts'

/** `READY_TO_SAVE` of init (init/resume.h of the guest package). */
const readyToSave = 'capbench init: waiting for the order\n'

/** One run: its order, and the machine that gets it. */
interface Job {
  readonly guest: ReadyGuest
  readonly request: RunRequest
  readonly order: readonly string[]
  readonly initramfs: { readonly path: string; readonly sha256: string }
  readonly sink: TranscriptSink
  readonly signal: AbortSignal
}

/** Boots a machine, or restores one, and has it run the program of the request. */
export async function executeRun(
  guest: ReadyGuest,
  request: RunRequest,
  sink: TranscriptSink,
  signal: AbortSignal,
): Promise<RunEnd> {
  const { nonce, launcherNonce, work } = request
  if (work.form !== 'program')
    throw new CapbenchError(
      'CAPBENCH_DEFINITION',
      `a Linux guest runs programs; a workload of the form ${work.form} needs another target`,
    )
  const { program, args } = work
  const authority = guest.settings.confine ? request.authority : undefined
  const order = orderWords({ nonce, launcherNonce, program: guestPath(program), args, authority })
  const initramfs = await buildInitramfs({ ...guest.programs, programs: [program] }, guest.cacheDir)
  sink.event({ kind: 'fact', atNs: monotonicNs(), name: 'initramfs', value: { sha256: initramfs.sha256 } })
  const job: Job = { guest, request, order, initramfs, sink, signal }
  return guest.snapshots ? restoredRun(job, guest.snapshots) : coldRun(job)
}

/** The machine, with an order on its kernel command line or words that say where it comes. */
function machineRun({ guest, request, initramfs }: Job, order: readonly string[]): Omit<MachineRun, 'hooks'> {
  const { settings, accelerator, clock, kernel, pin } = guest
  const { nonce, launcherNonce, vcpus } = request
  const append = commandLine([...kernelParameters(settings.arch, accelerator, clock), settings.cmdline, ...order])
  const machine = machineOf(settings, accelerator, { vcpus, kernel: kernel.vmlinux, initrd: initramfs.path, append })
  return {
    qemu: settings.qemu,
    args: [...machineArguments(machine), ...debuggerArguments(settings.gdb)],
    limits: runLimits(settings, accelerator, request),
    nonces: { nonce, launcherNonce },
    ...(pin && { placement: placeRun(pin, request) }),
  }
}

async function coldRun(job: Job): Promise<RunEnd> {
  const { sink, signal, request } = job
  const run = machineRun(job, job.order)
  const boot = watchBoot(request.launcherNonce, false)
  const onReady = async (): Promise<void> => boot.released()
  const end = await runMachine({ ...run, hooks: { onReady, onOutput: boot.onOutput } }, sink, signal)
  boot.finish(sink)
  return end
}

/**
 * Goes on from the state in which init waits for its order, which comes as input then. Nonces, time and entropy are
 * those of this run; everything else, layout of the kernel's memory included, is the same in every run.
 */
async function restoredRun(job: Job, snapshots: Snapshots): Promise<RunEnd> {
  const { guest, initramfs, sink, signal, request } = job
  const seed = randomBytes(32).toString('hex')
  const order = (): string => commandLine([...job.order, `capbench.time=${Date.now()}`, `capbench.seed=${seed}`])
  order() // one that is too long is refused before anything starts
  const run = machineRun(job, [orderByInput])
  const key = snapshotKey({
    ...snapshots.host,
    args: run.args,
    kernel: guest.kernel.vmlinuxSha256,
    initramfs: initramfs.sha256,
  })
  const save = (path: string): Promise<void> => saveState(run, { ready: readyToSave, path, key }, signal)
  const state = await snapshots.states.take(key, save).catch((error: unknown) => {
    if (!signal.aborted) throw error
    return undefined
  })
  if (state === undefined) return notStarted('cancelled', 'ABORTED', 'cancelled while the state was saved')
  sink.event({ kind: 'fact', atNs: monotonicNs(), name: 'snapshot', value: factOf(key, state) })
  const boot = watchBoot(request.launcherNonce, true)
  let restored = false
  const hooks: MachineRun['hooks'] = {
    onOutput: boot.onOutput,
    onReady: async ({ monitor }) => {
      await stateRestored(monitor)
      restored = true
      boot.released()
    },
    onRunning: ({ send }) => send('launcher', `${order()}\n`),
  }
  const args = [...run.args, ...incomingArguments(firstFile)]
  try {
    const end = await runMachine({ ...run, args, files: [state.handle.fd], hooks }, sink, signal)
    boot.finish(sink)
    return end
  } finally {
    await state.handle.close()
    if (!restored && !signal.aborted) await snapshots.states.discard(key) // the next run saves a new one
  }
}

function factOf(key: string, { sha256, bytes, fresh, replaced }: ReadyState): JsonObject {
  return { key, sha256, bytes, fresh, ...(replaced !== undefined && { replaced }) }
}
