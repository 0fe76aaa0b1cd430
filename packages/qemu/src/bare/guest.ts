import { CapbenchError, type RunEnd, type RunRequest, type Target, type TranscriptSink } from '@capbench/core'
import { programBytes } from '@capbench/guest'
import { type PinPlan, placeRun } from '@capbench/host'
import { machineArguments } from '../command/arguments.ts'
import { debuggerArguments } from '../command/debugger.ts'
import { type FoundHost, findHost } from '../machine-target/host.ts'
import { chosenForMachine, type MachineSettings } from '../machine-target/options.ts'
import { pinningNeeds, qemuNeed } from '../machine-target/requirements.ts'
import { assertReady, orLaunchFailed, runLimits } from '../machine-target/run.ts'
import type { Accelerator } from '../probe/accelerator.ts'
import { runMachine } from '../run/run-machine.ts'
import { bareCommandLine } from './cmdline.ts'
import { watchCosts } from './costs.ts'
import { bareFacts } from './facts.ts'
import { bareMachine } from './machine.ts'
import { type BareGuestOptions, bareGuestSettings } from './options.ts'

/** Everything that a run needs; exists only where nothing is unmet. */
interface ReadyMachine {
  readonly accelerator: Accelerator
  readonly pin?: PinPlan
}

function readyMachine({ unmet, choice, pin }: FoundHost): ReadyMachine | undefined {
  if (unmet.length > 0 || !choice || choice.accelerator === 'none') return undefined
  return { accelerator: choice.accelerator, ...(pin && { pin }) }
}

async function executeRun(
  settings: MachineSettings,
  { accelerator, pin }: ReadyMachine,
  request: RunRequest,
  sink: TranscriptSink,
  signal: AbortSignal,
): Promise<RunEnd> {
  const { nonce, work, vcpus } = request
  if (work.form !== 'program')
    throw new CapbenchError(
      'CAPBENCH_DEFINITION',
      `a guest without an operating system runs programs; a workload of the form ${work.form} needs another target`,
    )
  await programBytes(work.program) // throws where it is not the program that the evidence names
  const { path } = work.program
  const append = bareCommandLine(path, nonce, work.args)
  const { finish, ...hooks } = watchCosts(nonce)
  const end = await runMachine(
    {
      qemu: settings.qemu,
      args: [
        ...machineArguments(bareMachine(settings, accelerator, { vcpus, kernel: path, append })),
        ...debuggerArguments(settings.gdb),
      ],
      limits: runLimits(settings, accelerator, request),
      nonces: { nonce },
      ...(pin && { placement: placeRun(pin, request) }),
      hooks,
    },
    sink,
    signal,
  )
  finish(sink)
  return end
}

/**
 * A machine without an operating system: the image that the program of a workload was linked into with the bare runtime
 * of `@capbench/guest` (`buildBareProgram`), booted by QEMU itself. In the envelope of a Linux guest it is the ceiling
 * that a system can reach; and it has no processes, files or isolation, so that what needs them is not applicable.
 *
 * Clean is an exit of QEMU with 33, which the runtime gives when `main` returns 0. x86-64 only.
 *
 * @throws CapbenchError `CAPBENCH_USAGE` for an option that does not exist, and for a choice that no host could serve;
 *   what this host lacks is `unmet` in the facts
 */
export function bareGuest<const Name extends string = 'bare'>(options: BareGuestOptions<Name> = {}) {
  const settings = bareGuestSettings(options)
  let ready: ReadyMachine | undefined
  return {
    name: settings.name as Name,
    system: 'bare',
    arch: 'x86_64',
    role: settings.role,
    requires: [qemuNeed(settings), ...pinningNeeds(settings)],
    chosen: chosenForMachine(settings),
    prepare: async (context) => {
      const host = await findHost(settings, context)
      ready = readyMachine(host)
      return bareFacts(settings, host)
    },
    execute: async (request, sink, signal) => {
      const machine = ready
      assertReady(settings.name, machine)
      return orLaunchFailed(() => executeRun(settings, machine, request, sink, signal))
    },
  } as const satisfies Target<Name, 'bare'>
}
