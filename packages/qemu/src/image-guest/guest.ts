import {
  CapbenchError,
  type DialogueStep,
  type RunEnd,
  type RunRequest,
  type System,
  smpRefusal,
  type Target,
  type TranscriptSink,
} from '@capbench/core'
import { placeRun } from '@capbench/host'
import { machineArguments } from '../command/arguments.ts'
import { debuggerArguments } from '../command/debugger.ts'
import { assertReady, orLaunchFailed, runLimits } from '../machine-target/run.ts'
import { runMachine } from '../run/run-machine.ts'
import { redactingSink } from '../secrets/sink.ts'
import { converse } from './conversation.ts'
import { checkDialogue } from './dialogue/check.ts'
import { chosenByCaller, imageFacts } from './facts.ts'
import { changeOfImages } from './images.ts'
import { imageMachine } from './machine.ts'
import type { ImageGuestOptions } from './options.ts'
import { findParts, type ReadyImage, readyImage } from './prepare.ts'
import { requirements } from './requirements.ts'
import { type ImageGuestSettings, imageGuestSettings } from './settings.ts'

function refuse(message: string): never {
  throw new CapbenchError('CAPBENCH_DEFINITION', message)
}

/** The steps of a run's workload, if this target can take them. */
function dialogueOf({ owner, exit, secrets }: ImageGuestSettings, { benchmark, work }: RunRequest) {
  if (work.form !== 'console')
    refuse(
      `${owner} has a console and runs no programs of the host; a workload of the form ${work.form} needs another ` +
        'target, or an image that holds the program',
    )
  checkDialogue('CAPBENCH_DEFINITION', `the dialogue of ${benchmark} on ${owner}`, work.dialogue, Object.keys(secrets))
  if (exit.by === 'quit' && work.dialogue.length === 0)
    refuse(
      `${owner} is ended after the last step of a dialogue, and ${benchmark} has none for it; let its workload wait ` +
        "for the last line of its output, or let the system end the run: exit: { by: 'shutdown' } or 'debug-exit'",
    )
  return work.dialogue
}

const withoutLimit = (step: DialogueStep): DialogueStep => ('wait' in step ? { wait: step.wait } : step)

async function executeRun(
  { settings, accelerator, images, pin }: ReadyImage,
  request: RunRequest,
  rawSink: TranscriptSink,
  signal: AbortSignal,
): Promise<RunEnd> {
  const { nonce, vcpus } = request
  const work = dialogueOf(settings, request)
  const change = await changeOfImages(images)
  if (change !== undefined) refuse(`${settings.owner}: ${change}; prepare it again, so that its digest is right`)
  const files = Object.fromEntries(Object.entries(images.files).map(([name, { path }]) => [name, path]))
  const machine = imageMachine(settings, images, accelerator, vcpus, { nonce, ...files })
  const args = [...machineArguments(machine), ...debuggerArguments(settings.gdb)]
  const refusal = smpRefusal([settings.qemu, ...args], vcpus)
  if (refusal !== undefined) refuse(`${settings.owner}: ${refusal}`)
  const limits = runLimits(settings, accelerator, request)
  const factor = limits.run / request.runTimeoutMs
  const sink = redactingSink(rawSink, Object.values(settings.secrets))
  // a person with a debugger has all the time there is
  const timed = (steps: readonly DialogueStep[]) => (settings.gdb ? steps.map(withoutLimit) : steps)
  const { hooks, end } = converse(settings, { boot: timed(settings.boot), work: timed(work) }, factor, sink)
  try {
    const ended = await runMachine(
      {
        qemu: settings.qemu,
        args,
        limits,
        nonces: { nonce },
        recordsOn: 'either',
        hooks,
        ...(pin && { placement: placeRun(pin, request) }),
      },
      sink,
      signal,
    )
    const where = end()
    const detail = where === undefined || ended.detail.includes(where) ? ended.detail : `at ${where}; ${ended.detail}`
    return sink.clean({ ...ended, detail })
  } finally {
    end()
    sink.flush()
  }
}

/**
 * Any bootable image under QEMU, driven over its serial console: wait for this, type that. Every run is a boot of a
 * fresh machine; what the system writes to its disks is lost with it. The benchmark's parser reads what the console or
 * a second port said.
 *
 * The system says by `exit` how a run ends for certain. Everything else is as for `linuxGuest`: one accelerator, no
 * network, no devices but those that are asked for, a limit for each phase, the whole process group gone at the end.
 *
 * @throws CapbenchError `CAPBENCH_USAGE` for an option that does not exist and for a choice that could not be served;
 *   what this host lacks, image files included, is `unmet` in the facts
 */
export function imageGuest<const Name extends string, const S extends System>(options: ImageGuestOptions<Name, S>) {
  return guestOf<Name, S>(imageGuestSettings(options))
}

/** The target of settings that a preset has made. */
export function guestOf<Name extends string, S extends System>(settings: ImageGuestSettings) {
  let ready: ReadyImage | undefined
  return {
    name: settings.name as Name,
    system: settings.system as S,
    arch: settings.arch,
    role: settings.role,
    requires: requirements(settings),
    chosen: chosenByCaller(settings),
    prepare: async (context) => {
      const found = await findParts(settings, context)
      ready = readyImage(settings, found)
      return imageFacts(settings, found)
    },
    execute: async (request, sink, signal) => {
      const image = ready
      assertReady(settings.name, image)
      return orLaunchFailed(() => executeRun(image, request, sink, signal))
    },
  } as const satisfies Target<Name, S>
}
