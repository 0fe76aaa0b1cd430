import type { ProgramFile } from '@capbench/core'
import { readProgram } from '../../guest-program.ts'
import { packageRoot } from '../../package-root.ts'
import { lockPath } from '../guest-programs.ts'
import { type BuildBareProgramOptions, bareProgramDirectory, buildBareProgram } from './build-bare-program.ts'

/** `proof-boot` proves a machine without an operating system. */
export const bareGuestProgramNames = ['proof-boot'] as const
/** A program for a machine without an operating system that this package brings. */
export type BareGuestProgramName = (typeof bareGuestProgramNames)[number]

const mains = { 'proof-boot': 'c/proof-boot-bare.c' } as const satisfies Record<BareGuestProgramName, string>

/** Builds one program of this package as an image for a machine without an operating system. */
export function buildBareGuestProgram(
  name: BareGuestProgramName,
  outDir: string,
  options: Pick<BuildBareProgramOptions, 'compilers'> = {},
): Promise<ProgramFile> {
  return buildBareProgram({ ...options, name, root: packageRoot, sources: [mains[name]], outDir, lock: lockPath })
}

/** A built image of this package. Errors as of `readProgram`. */
export function bareGuestProgram(name: BareGuestProgramName): ProgramFile {
  return readProgram(bareProgramDirectory(packageRoot), name)
}
