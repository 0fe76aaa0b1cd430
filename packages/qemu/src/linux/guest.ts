import { CapbenchError, type RunEnd, type RunRequest, type Target, type TranscriptSink } from '@capbench/core'
import { monotonicNs } from '@capbench/host'
import { machineArguments } from '../command/arguments.ts'
import { buildInitramfs, guestPath } from '../image/initramfs.ts'
import { runMachine } from '../run/run-machine.ts'
import { commandLine, orderWords } from './cmdline.ts'
import { linuxFacts } from './facts.ts'
import { linuxMachine } from './machine.ts'
import { chosenByCaller, type LinuxGuestOptions, linuxGuestSettings } from './options.ts'
import { kernelParameters } from './parameters.ts'
import { findParts, type ReadyGuest, readyGuest } from './prepare.ts'
import { requirements } from './requirements.ts'

/** Emulation is slower than the processor that a benchmark's limit was written for. */
const defaultRunFactor = { kvm: 1, tcg: 10 } as const
/** Longest delay of a Node timer, in milliseconds. */
const maxTimer = 0x7fffffff

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
  const machine = linuxMachine(settings, accelerator, { vcpus, kernel: kernel.vmlinux, initrd: initramfs.path, append })
  sink.event({ kind: 'fact', atNs: monotonicNs(), name: 'initramfs', value: { sha256: initramfs.sha256 } })
  const factor = settings.runFactor ?? defaultRunFactor[accelerator]
  return runMachine(
    {
      qemu: settings.qemu,
      args: machineArguments(machine),
      limits: { ...settings.timeouts, run: Math.min(request.runTimeoutMs * factor, maxTimer) },
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
      if (ready === undefined)
        throw new CapbenchError(
          'CAPBENCH_BUG',
          `the target ${settings.name} was run without being prepared, or although something was unmet`,
        )
      try {
        return await executeRun(ready, request, sink, signal)
      } catch (error) {
        // a program's arguments may not fit the kernel command line: that concerns this run, not the campaign
        if (!(error instanceof CapbenchError) || error.code === 'CAPBENCH_BUG') throw error
        const exit = { kind: 'not-started', code: error.code, message: error.message } as const
        return { end: 'launch-failed', phase: 'launch', exit, detail: error.message }
      }
    },
  } as const satisfies Target<Name, 'linux'>
}
