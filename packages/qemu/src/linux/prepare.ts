import type { Architecture, PrepareContext, ProgramFile } from '@capbench/core'
import { guestProgram } from '@capbench/guest'
import type { PinPlan } from '@capbench/host'
import { digestOfQemu } from '../binary/qemu.ts'
import { type ResolvedKernel, resolveKernel } from '../kernel/resolve.ts'
import { type FoundHost, findHost, orUnmet } from '../machine-target/host.ts'
import { unmet } from '../machine-target/requirements.ts'
import type { Accelerator } from '../probe/accelerator.ts'
import { hostBootId } from '../probe/host.ts'
import type { SnapshotParts } from '../snapshot/key.ts'
import { type StateStore, stateStore } from '../snapshot/states.ts'
import { counterRate } from './counter-rate.ts'
import type { LinuxGuestSettings } from './options.ts'
import type { GuestClock } from './parameters.ts'
import { guestPrograms } from './programs.ts'
import { kernelNeed, programsNeed } from './requirements.ts'

/** What the host offered; a missing part is named in `unmet`. */
export interface Found extends FoundHost {
  readonly clock: GuestClock
  readonly kernel?: ResolvedKernel
  readonly programs?: { readonly init: ProgramFile; readonly launcher: ProgramFile }
  readonly snapshots?: Snapshots
}

/** Saved states, and what all of them depend on at this host. */
export interface Snapshots {
  readonly states: StateStore
  readonly host: Omit<SnapshotParts, 'args' | 'kernel' | 'initramfs'>
}

/** Everything that a run needs; exists only where nothing is unmet. */
export interface ReadyGuest {
  readonly settings: LinuxGuestSettings
  readonly cacheDir: string
  readonly accelerator: Accelerator
  readonly clock: GuestClock
  readonly kernel: ResolvedKernel
  readonly programs: { readonly init: ProgramFile; readonly launcher: ProgramFile }
  readonly pin?: PinPlan
  /** Only where every run is to be restored. */
  readonly snapshots?: Snapshots
}

function clockOf(arch: Architecture, tscKHz: number | undefined): GuestClock {
  if (arch === 'aarch64') return { kind: 'architected' }
  return tscKHz === undefined ? { kind: 'measured' } : { kind: 'given', tscKHz }
}

async function snapshotsOf({ qemu, cacheDir, topology }: FoundHost): Promise<Snapshots | undefined> {
  if (!qemu.found) return undefined
  const host = {
    qemu: { version: qemu.version, banner: qemu.banner, sha256: await digestOfQemu(qemu.file) },
    hostCpuModel: topology.cpuModel,
    hostBoot: await hostBootId(),
  }
  return { states: stateStore(cacheDir), host }
}

/**
 * Looks for all that the guest needs. Slow only once: kernel and probe verdict are cached.
 *
 * @throws the reason of the signal once that has aborted: what an interrupted search did not find is no fact
 */
export async function findParts(settings: LinuxGuestSettings, context: PrepareContext): Promise<Found> {
  const { signal, progress } = context
  const host = await findHost(settings, context)
  const { cacheDir } = host
  const missing = [...host.unmet]
  const search = { missing, signal }
  // under TCG the guest's TSC is the host's (`cpu_get_ticks` of QEMU); under KVM the kernel has clocks of its own
  const givenClock = settings.arch === 'x86_64' && host.choice?.accelerator === 'tcg'
  const programs = await orUnmet(
    (detail) => unmet(programsNeed(settings), detail),
    search,
    () => {
      if (givenClock) guestProgram('counter-rate')
      return guestPrograms(settings.arch)
    },
  )
  // nothing is downloaded for a guest that cannot run anyway
  const wanted = settings.kernel !== undefined || missing.length === 0
  const path = settings.kernel !== undefined && { path: settings.kernel }
  const kernel =
    wanted &&
    (await orUnmet(
      (detail) => unmet(kernelNeed(settings), detail),
      search,
      () => resolveKernel({ ...path, arch: settings.arch, cacheDir, signal, progress }),
    ))
  const tscKHz = givenClock && programs ? await counterRate(cacheDir, signal) : undefined
  const snapshots = settings.snapshot ? await snapshotsOf(host) : undefined
  return {
    ...host,
    unmet: missing,
    clock: clockOf(settings.arch, tscKHz),
    ...(kernel && { kernel }),
    ...(programs && { programs }),
    ...(snapshots && { snapshots }),
  }
}

/** The parts of a run, if nothing is missing. */
export function readyGuest(settings: LinuxGuestSettings, found: Found): ReadyGuest | undefined {
  const { cacheDir, choice, clock, kernel, programs, pin, snapshots } = found
  if (found.unmet.length > 0 || !choice || choice.accelerator === 'none' || !kernel || !programs) return undefined
  return {
    settings,
    cacheDir,
    accelerator: choice.accelerator,
    clock,
    kernel,
    programs,
    ...(pin && { pin }),
    ...(snapshots && { snapshots }),
  }
}
