import type { Requirement } from '@capbench/core'
import { pinningNeeds, qemuNeed } from '../machine-target/requirements.ts'
import type { ImageGuestSettings } from './settings.ts'

export const imageNeed: Requirement = {
  need: 'image files',
  why: 'what the machine is started from',
  remedy: 'Check the paths, build the image, or give files that this user may read',
}

/** What this guest needs of its host. */
export function requirements(settings: ImageGuestSettings): readonly Requirement[] {
  return [qemuNeed(settings), imageNeed, ...pinningNeeds(settings)]
}
