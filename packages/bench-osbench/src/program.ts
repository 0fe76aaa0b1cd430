import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Architecture, ProgramFile } from '@capbench/core'
import { bareProgramDirectory, programDirectory, readProgram } from '@capbench/guest'

/** Absolute path of this package: sources and build both lie one folder below it. */
export const packageRoot = fileURLToPath(new URL('..', import.meta.url))

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(join(packageRoot, folder))
    .filter((file) => file.endsWith('.c'))
    .sort()
    .map((file) => `${folder}/${file}`)

/** How the program is built; paths are relative to the package. */
export const programSources = () => ({
  name: 'osbench',
  sources: [...sourcesIn('c'), ...sourcesIn('c/intents')],
  /** Contracted multiplications and additions would round otherwise, and the results of compute are known. */
  flags: ['-D_GNU_SOURCE', '-ffp-contract=off'],
})

/** What both programs have in common. */
const portable = ['canary', 'clock-probe', 'compute', 'fail', 'measure', 'intents/compute', 'intents/memory']

/** The same method and ids on a machine without an operating system. */
export const bareSources = () => ({
  name: 'osbench',
  sources: [...sourcesIn('c/bare'), 'c/bare/switch.S', ...portable.map((file) => `c/${file}.c`)],
  flags: ['-ffp-contract=off'],
})

/** The built image for a machine without an operating system, which is there for x86-64 alone. Errors as below. */
export function bareOsbenchProgram(): ProgramFile {
  return readProgram(bareProgramDirectory(packageRoot), 'osbench')
}

/**
 * The built program for an architecture.
 *
 * @throws CAPBENCH_MISSING when it is not built, CAPBENCH_HOSTILE when its manifest describes another binary.
 */
export function osbenchProgram(arch: Architecture): ProgramFile {
  return readProgram(programDirectory(packageRoot, arch), 'osbench')
}
