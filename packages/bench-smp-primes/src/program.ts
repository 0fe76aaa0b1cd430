import { fileURLToPath } from 'node:url'
import type { Architecture, ProgramFile } from '@capbench/core'
import { bareProgramDirectory, programDirectory, readProgram } from '@capbench/guest'

/** Absolute path of this package: sources and build both lie one folder below it. */
export const packageRoot = fileURLToPath(new URL('..', import.meta.url))

/** How the program is built; paths are relative to the package. */
export const programSources = { name: 'smp-primes', sources: ['c/smp-primes.c', 'c/kernel.c'] } as const

/** The same compute on a machine without an operating system. */
export const bareSources = { name: 'smp-primes', sources: ['c/bare.c', 'c/kernel.c'] } as const

/**
 * The built program for an architecture.
 *
 * @throws CAPBENCH_MISSING when it is not built, CAPBENCH_HOSTILE when its manifest describes another binary.
 */
export function smpPrimesProgram(arch: Architecture): ProgramFile {
  return readProgram(programDirectory(packageRoot, arch), programSources.name)
}

/** The built image for a machine without an operating system, which is there for x86-64 alone. Errors as above. */
export function bareSmpPrimesProgram(): ProgramFile {
  return readProgram(bareProgramDirectory(packageRoot), bareSources.name)
}
