import type { PrepareContext } from '@capbench/core'
import type { PinPlan } from '@capbench/host'
import { type FoundHost, findHost, orUnmet } from '../machine-target/host.ts'
import { unmet } from '../machine-target/requirements.ts'
import type { Accelerator } from '../probe/accelerator.ts'
import { describeImages, type Images } from './images.ts'
import { imageNeed } from './requirements.ts'
import type { ImageGuestSettings } from './settings.ts'

/** What the host offered; a missing part is named in `unmet`. */
export interface Found extends FoundHost {
  readonly images?: Images
}

/** Everything that a run needs; exists only where nothing is unmet. */
export interface ReadyImage {
  readonly settings: ImageGuestSettings
  readonly accelerator: Accelerator
  readonly images: Images
  readonly pin?: PinPlan
}

/**
 * Looks for all that the guest needs: QEMU, an accelerator, and every file, which is read through once.
 *
 * @throws the reason of the signal once that has aborted: what an interrupted search did not find is no fact
 */
export async function findParts(settings: ImageGuestSettings, context: PrepareContext): Promise<Found> {
  const { signal, progress } = context
  const host = await findHost(settings, context)
  const missing = [...host.unmet]
  progress(`${settings.name}: reading its image files`)
  const images = await orUnmet(
    (detail) => unmet(imageNeed, detail),
    { missing, signal },
    () => describeImages(settings),
  )
  return { ...host, unmet: missing, ...(images && { images }) }
}

/** The parts of a run, if nothing is missing. */
export function readyImage(settings: ImageGuestSettings, found: Found): ReadyImage | undefined {
  const { choice, images, pin } = found
  if (found.unmet.length > 0 || !choice || choice.accelerator === 'none' || !images) return undefined
  return { settings, accelerator: choice.accelerator, images, ...(pin && { pin }) }
}
