import { CapbenchError, type ProgramFile, type Target, type UnmetNeed } from '@capbench/core'
import { guestProgram, hostArchitecture } from '@capbench/guest'
import { captureHost } from '../environment/capture.ts'
import { chosenPin } from '../pinning/policy.ts'
import type { HostTopology } from '../topology/topology.ts'
import { cpuPool, cpusOfRun, nativeFacts } from './facts.ts'
import { type NativeHostOptions, nativeSettings } from './options.ts'
import { runNative } from './run.ts'

const launcherNeed = {
  need: 'capbench-launch',
  why: 'starts every program: sealed, with closed descriptors and its status told apart',
  remedy: 'build @capbench/guest (`pnpm build`), or install a release of it for this architecture',
} as const

/**
 * The Linux host that capbench runs on, as a target: every run is a fresh process of the plugin's Linux program.
 *
 * A case with n vCPUs gets exactly n CPUs (fewer where the host has fewer and the caller asked for oversubscription):
 * the first ones of the pin set, one of each physical core before any second one. They are set before the program's
 * first instruction and read back.
 *
 * @throws CapbenchError CAPBENCH_USAGE for an option that does not exist or cannot be, and on an architecture other
 *   than x86_64 and aarch64; `prepare` throws it for a pin set that this host cannot give
 */
export function nativeHost<const Name extends string = 'native'>(
  options: NativeHostOptions<Name> = {},
): Target<Name, 'linux'> {
  const settings = nativeSettings(options)
  const arch = hostArchitecture
  if (arch === undefined)
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `the native target needs an x86_64 or aarch64 host, this one is ${process.arch}`,
    )
  let ready:
    | { readonly topology: HostTopology; readonly cpus: readonly number[]; readonly launcher: ProgramFile }
    | undefined
  return {
    name: settings.name as Name,
    system: 'linux',
    arch,
    role: settings.role,
    requires: [launcherNeed],
    chosen: {
      pin: chosenPin(settings.pin ?? undefined),
      useSiblings: settings.useSiblings,
      ...(!settings.confine && { confine: false }),
      timeouts: { ...settings.timeouts },
    },
    prepare: async (context) => {
      const { topology, host } = await captureHost(context)
      const cpus = cpuPool(settings, topology)
      const found = findLauncher()
      if (found.launcher) ready = { topology, cpus, launcher: found.launcher }
      const launcher = found.launcher
        ? { sha256: found.launcher.manifest.sha256, notes: found.launcher.manifest.notes }
        : null
      const memoryLimitBytes = process.constrainedMemory()
      return nativeFacts(settings, { arch, topology, host, memoryLimitBytes, cpus, launcher, unmet: found.unmet })
    },
    execute: async (request, sink, signal) => {
      if (ready === undefined)
        throw new CapbenchError('CAPBENCH_BUG', `target ${settings.name} was run without a successful prepare`)
      const { topology, cpus, launcher } = ready
      const limits = { ...settings.timeouts, run: request.runTimeoutMs }
      return runNative(
        {
          request,
          launcher,
          cpus: cpusOfRun(settings, cpus, request.vcpus, topology),
          limits,
          confine: settings.confine,
        },
        sink,
        signal,
      )
    },
  }
}

function findLauncher(): { readonly launcher?: ProgramFile; readonly unmet: readonly UnmetNeed[] } {
  try {
    return { launcher: guestProgram('capbench-launch'), unmet: [] }
  } catch (error) {
    if (!(error instanceof CapbenchError)) throw error
    return { unmet: [{ need: launcherNeed.need, detail: error.message, remedy: launcherNeed.remedy }] }
  }
}
