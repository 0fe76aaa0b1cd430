import { fileURLToPath } from 'node:url'
import type { Architecture, ProgramFile } from '@capbench/core'
import { bareProgramDirectory, programDirectory, readProgram } from '@capbench/guest'

/** Absolute path of this package: sources and build both lie one folder below it. */
export const packageRoot = fileURLToPath(new URL('..', import.meta.url))

/** What is the same on every system: hashes, corpus, tree, arguments and records. */
const portable = [
  'c/hash/sha256.c',
  'c/hash/blake3.c',
  'c/hash/merkle.c',
  'c/hash/self-test.c',
  'c/corpus/chacha20.c',
  'c/corpus/corpus.c',
  'c/job.c',
  'c/work.c',
] as const

/** Which implementation of the hashes it is, said by the program itself; as a flag it is in the workload hash. */
const variantFlag = '-DHASH_CHUNKS_VARIANT="portable-c"'

/** How the program is built; paths are relative to the package. Its workers are processes or threads. */
export const programSources = {
  name: 'hash-chunks',
  sources: ['c/linux/main.c', 'c/linux/gate.c', 'c/linux/processes.c', 'c/linux/threads.c', ...portable],
  flags: ['-pthread', variantFlag],
} as const

/** The same on a machine without an operating system, where a worker is a CPU. */
export const bareSources = {
  name: 'hash-chunks',
  sources: ['c/bare/main.c', ...portable],
  flags: [variantFlag],
} as const

/**
 * The built program for an architecture.
 *
 * @throws CAPBENCH_MISSING when it is not built, CAPBENCH_HOSTILE when its manifest describes another binary.
 */
export function hashChunksProgram(arch: Architecture): ProgramFile {
  return readProgram(programDirectory(packageRoot, arch), programSources.name)
}

/** The built image for a machine without an operating system, which is there for x86-64 alone. Errors as above. */
export function bareHashChunksProgram(): ProgramFile {
  return readProgram(bareProgramDirectory(packageRoot), bareSources.name)
}
