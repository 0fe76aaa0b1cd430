import type { Architecture, ProgramFile } from '@capbench/core'
import { guestProgram } from '@capbench/guest'

/**
 * Init and launcher of the guest.
 *
 * @throws CapbenchError `CAPBENCH_MISSING` where they are not built
 */
export function guestPrograms(arch: Architecture): { readonly init: ProgramFile; readonly launcher: ProgramFile } {
  return { init: guestProgram('init', arch), launcher: guestProgram('capbench-launch', arch) }
}
