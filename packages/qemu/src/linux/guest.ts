import { CapbenchError, type RunEnd, type RunRequest, type Target, type TranscriptSink } from '@capbench/core'
import { monotonicNs } from '@capbench/host'
import { machineArguments } from '../command/arguments.ts'
import { buildInitramfs, guestPath } from '../image/initramfs.ts'
import { machineOf } from '../machine-target/machine.ts'
import { assertReady, orLaunchFailed, runLimits } from '../machine-target/run.ts'
import { runMachine } from '../run/run-machine.ts'
import { commandLine, orderWords } from './cmdline.ts'
import { linuxFacts } from './facts.ts'
import { chosenByCaller, type LinuxGuestOptions, linuxGuestSettings } from './options.ts'
import { kernelParameters } from './parameters.ts'
import { findParts, type ReadyGuest, readyGuest } from './prepare.ts'
import { requirements } from './requirements.ts'

async function executeRun(
  guest: ReadyGuest,
  request: RunRequest,
  sink: TranscriptSink,
  signal: AbortSignal,
): Promise<RunEnd> {
  const { settings, accelerator, clock, kernel, programs, pin } = guest
  const { nonce, launcherNonce, work, vcpus } = request
  if (work.form !== 'program')
    throw new CapbenchError(
      'CAPBENCH_DEFINITION',
      `a Linux guest runs programs; a workload of the form ${work.form} needs another target`,
    )
  const { program, args } = work
  const order = orderWords({ nonce, launcherNonce, program: guestPath(program), args })
  const append = commandLine([...kernelParameters(accelerator, clock), settings.cmdline, ...order])
  const initramfs = await buildInitramfs({ ...programs, programs: [program] }, guest.cacheDir)
  const machine = machineOf(settings, accelerator, { vcpus, kernel: kernel.vmlinux, initrd: initramfs.path, append })
  sink.event({ kind: 'fact', atNs: monotonicNs(), name: 'initramfs', value: { sha256: initramfs.sha256 } })
  return runMachine(
    {
      qemu: settings.qemu,
      args: machineArguments(machine),
      limits: runLimits(settings, accelerator, request),
      nonces: { nonce, launcherNonce },
      ...(pin && { placement: { cpus: pin, others: pin } }),
    },
    sink,
    signal,
  )
}

/**
 * A Linux guest under QEMU: an uncompressed kernel by PVH, our init and launcher, and the program of the run in an
 * initramfs; every run is a boot of a fresh machine.
 *
 * Clean is an exit of QEMU with 33, which only init can give, by isa-debug-exit, after the launcher's report is whole.
 *
 * @throws CapbenchError `CAPBENCH_USAGE` for an option that does not exist, and for a choice that no host could serve;
 *   what this host lacks is `unmet` in the facts
 */
export function linuxGuest<const Name extends string = 'linux'>(options: LinuxGuestOptions<Name> = {}) {
  const settings = linuxGuestSettings(options)
  let ready: ReadyGuest | undefined
  return {
    name: settings.name as Name,
    system: 'linux',
    arch: 'x86_64',
    role: settings.role,
    requires: requirements(settings),
    chosen: chosenByCaller(settings),
    prepare: async (context) => {
      const found = await findParts(settings, context)
      ready = readyGuest(settings, found)
      return linuxFacts(settings, found)
    },
    execute: async (request, sink, signal) => {
      const guest = ready
      assertReady(settings.name, guest)
      return orLaunchFailed(() => executeRun(guest, request, sink, signal))
    },
  } as const satisfies Target<Name, 'linux'>
}
