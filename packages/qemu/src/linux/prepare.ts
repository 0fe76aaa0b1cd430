import { CapbenchError, type JsonObject, type PrepareContext, type ProgramFile, type UnmetNeed } from '@capbench/core'
import { captureHost, checkPins, type HostTopology } from '@capbench/host'
import { digestOfQemu, inspectQemu, type QemuBinary } from '../binary/qemu.ts'
import { cacheDirectory } from '../cache/directory.ts'
import { type ResolvedKernel, resolveKernel } from '../kernel/resolve.ts'
import type { Accelerator } from '../probe/accelerator.ts'
import { type AcceleratorChoice, cachedKvmVerdict, chooseAccelerator, type DatedVerdict } from '../probe/choose.ts'
import { counterRate } from './counter-rate.ts'
import type { LinuxGuestSettings } from './options.ts'
import type { GuestClock } from './parameters.ts'
import { guestPrograms } from './programs.ts'
import { kernelNeed, needs, unmet } from './requirements.ts'

/** What the host offered; a missing part is named in `unmet`. */
export interface Found {
  readonly topology: HostTopology
  readonly qemu: QemuBinary
  readonly choice?: AcceleratorChoice
  readonly clock: GuestClock
  readonly kernel?: ResolvedKernel
  readonly programs?: { readonly init: ProgramFile; readonly launcher: ProgramFile }
  /** The pin set, checked and ascending. */
  readonly pin?: readonly number[]
  readonly unmet: readonly UnmetNeed[]
}

/** Everything that a run needs; exists only where nothing is unmet. */
export interface ReadyGuest {
  readonly settings: LinuxGuestSettings
  readonly cacheDir: string
  readonly accelerator: Accelerator
  readonly clock: GuestClock
  readonly kernel: ResolvedKernel
  readonly programs: { readonly init: ProgramFile; readonly launcher: ProgramFile }
  readonly pin?: readonly number[]
}

/** Where unmet needs are noted, and whether somebody still waits for them. */
interface Search {
  readonly missing: UnmetNeed[]
  readonly signal: AbortSignal
}

/** An unmet need where the work fails for a reason that a person can mend; an abort is none. */
async function orUnmet<T>(
  need: (detail: string) => UnmetNeed,
  { missing, signal }: Search,
  work: () => Promise<T> | T,
) {
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof CapbenchError) || error.code === 'CAPBENCH_BUG') throw error
    missing.push(need(error.message))
    return undefined
  }
}

/** `null` where KVM was not looked at, because TCG was demanded. */
function kvmEvidence(kvm: DatedVerdict | undefined): JsonObject | null {
  if (kvm === undefined) return null
  const { guest, ...rest } = kvm.evidence
  return { verdict: kvm.verdict, reason: kvm.reason, cached: kvm.cached, evidence: { ...rest, guest: guest ?? null } }
}

/** Under TCG the guest's TSC is that of the host (QEMU's `cpu_get_ticks`); under KVM the kernel has clocks of its own. */
async function clockOf(choice: AcceleratorChoice | undefined, cacheDir: string, signal: AbortSignal) {
  const tscKHz = choice?.accelerator === 'tcg' ? await counterRate(cacheDir, signal) : undefined
  return tscKHz === undefined ? ({ kind: 'measured' } as const) : ({ kind: 'given', tscKHz } as const)
}

/**
 * Looks for all that the guest needs. Slow only once: kernel and probe verdict are cached.
 *
 * @throws the reason of the signal once that has aborted: what an interrupted search did not find is no fact
 */
export async function findParts(settings: LinuxGuestSettings, context: PrepareContext): Promise<Found> {
  const { signal, progress } = context
  const cacheDir = cacheDirectory(settings.cacheDir)
  const missing: UnmetNeed[] = []
  const { topology } = await captureHost(context)
  const qemu = await inspectQemu(settings.qemu, signal)
  if (!qemu.found) missing.push(unmet({ ...needs.qemu, need: settings.qemu }, qemu.detail))
  const choice = qemu.found
    ? await chooseAccelerator(settings.accelerator, () => cachedKvmVerdict(qemu, cacheDir, signal))
    : undefined
  if (choice && 'unmet' in choice) missing.push(choice.unmet)
  if (qemu.found) {
    const description: JsonObject = {
      schema: 'capbench.qemu/1',
      version: qemu.version,
      banner: qemu.banner,
      sha256: await digestOfQemu(qemu.file),
      kvm: kvmEvidence(choice?.kvm),
    }
    await context.environment(`qemu-${settings.name}`, () => description)
  }
  const programs = await orUnmet((detail) => unmet(needs.programs, detail), { missing, signal }, guestPrograms)
  // nothing is downloaded for a guest that cannot run anyway
  const wanted = settings.kernel !== undefined || missing.length === 0
  const kernel =
    wanted &&
    (await orUnmet(
      (detail) => unmet(kernelNeed(settings), detail),
      { missing, signal },
      () =>
        resolveKernel({ ...(settings.kernel !== undefined && { path: settings.kernel }), cacheDir, signal, progress }),
    ))
  const clock = await clockOf(choice, cacheDir, signal)
  // a pin set that names other CPUs is a mistake of the caller, not something that the host lacks
  const pin = settings.pin && checkPins(settings.pin, topology)
  return {
    topology,
    qemu,
    unmet: missing,
    clock,
    ...(choice && { choice }),
    ...(kernel && { kernel }),
    ...(programs && { programs }),
    ...(pin && { pin }),
  }
}

/** The parts of a run, if nothing is missing. */
export function readyGuest(settings: LinuxGuestSettings, found: Found): ReadyGuest | undefined {
  const { choice, clock, kernel, programs, pin } = found
  if (found.unmet.length > 0 || !choice || choice.accelerator === 'none' || !kernel || !programs) return undefined
  return {
    settings,
    cacheDir: cacheDirectory(settings.cacheDir),
    accelerator: choice.accelerator,
    clock,
    kernel,
    programs,
    ...(pin && { pin }),
  }
}
