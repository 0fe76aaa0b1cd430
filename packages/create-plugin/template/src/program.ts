import { fileURLToPath } from 'node:url'
import type { Architecture, ProgramFile } from '@capbench/core'
import { programDirectory, readProgram } from '@capbench/guest'

/** Absolute path of this package: `src` and `dist` both lie one folder below it. */
export const packageRoot = fileURLToPath(new URL('..', import.meta.url))

/** How the program is built; paths are relative to the package. */
export const programSources = { name: 'sample-bench', sources: ['c/sample-bench.c'] } as const

/** The built program. Its binary is published with the package, so that users need no compiler. */
export function sampleBenchProgram(arch: Architecture): ProgramFile {
  return readProgram(programDirectory(packageRoot, arch), programSources.name)
}
