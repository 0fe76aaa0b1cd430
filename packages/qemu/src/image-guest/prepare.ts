import { CapbenchError, type JsonObject, type PrepareContext, type UnmetNeed } from '@capbench/core'
import { captureHost, type HostTopology, type PinPlan, planPins } from '@capbench/host'
import { digestOfQemu, inspectQemu, type QemuBinary } from '../binary/qemu.ts'
import { cacheDirectory } from '../cache/directory.ts'
import type { Accelerator } from '../probe/accelerator.ts'
import { type AcceleratorChoice, cachedKvmVerdict, chooseAccelerator } from '../probe/choose.ts'
import { describeImages, type Images } from './images.ts'
import { imageNeed, qemuNeed, unmet } from './requirements.ts'
import type { ImageGuestSettings } from './settings.ts'

/** What the host offered; a missing part is named in `unmet`. */
export interface Found {
  readonly topology: HostTopology
  readonly qemu: QemuBinary
  readonly choice?: AcceleratorChoice
  readonly images?: Images
  readonly pin?: PinPlan
  readonly unmet: readonly UnmetNeed[]
}

/** Everything that a run needs; exists only where nothing is unmet. */
export interface ReadyImage {
  readonly settings: ImageGuestSettings
  readonly accelerator: Accelerator
  readonly images: Images
  readonly pin?: PinPlan
}

/** Looks for all that the guest needs: QEMU, an accelerator, and every file, which is read through once. */
export async function findParts(settings: ImageGuestSettings, context: PrepareContext): Promise<Found> {
  const { signal, progress } = context
  const missing: UnmetNeed[] = []
  const { topology } = await captureHost(context)
  const qemu = await inspectQemu(settings.qemu, signal)
  if (!qemu.found) missing.push(unmet(qemuNeed(settings), qemu.detail))
  const choice = qemu.found ? await accelerate(settings, qemu, signal) : undefined
  if (choice && 'unmet' in choice) missing.push(choice.unmet)
  if (qemu.found) {
    const description: JsonObject = {
      schema: 'capbench.qemu/1',
      version: qemu.version,
      banner: qemu.banner,
      sha256: await digestOfQemu(qemu.file),
      kvm: choice?.kvm === undefined ? null : { verdict: choice.kvm.verdict, reason: choice.kvm.reason },
    }
    await context.environment(`qemu-${settings.name}`, () => description)
  }
  progress(`${settings.name}: reading its image files`)
  const images = await describeImages(settings).catch((error: unknown) => {
    if (!(error instanceof CapbenchError) || error.code === 'CAPBENCH_BUG') throw error
    missing.push(unmet(imageNeed, error.message))
    return undefined
  })
  signal.throwIfAborted()
  const pin = settings.pin && planPins(settings.pin, topology)
  return { topology, qemu, unmet: missing, ...(choice && { choice }), ...(images && { images }), ...(pin && { pin }) }
}

/** The probe guest is x86: for another architecture KVM is not known to work, and not used. */
async function accelerate(
  { arch, accelerator, cacheDir }: ImageGuestSettings,
  qemu: Extract<QemuBinary, { readonly found: true }>,
  signal: AbortSignal,
): Promise<AcceleratorChoice> {
  const wish = arch === 'x86_64' ? accelerator : 'tcg'
  return chooseAccelerator(wish, () => cachedKvmVerdict(qemu, cacheDirectory(cacheDir), signal))
}

/** The parts of a run, if nothing is missing. */
export function readyImage(settings: ImageGuestSettings, found: Found): ReadyImage | undefined {
  const { choice, images, pin } = found
  if (found.unmet.length > 0 || !choice || choice.accelerator === 'none' || !images) return undefined
  return { settings, accelerator: choice.accelerator, images, ...(pin && { pin }) }
}
