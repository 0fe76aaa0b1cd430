import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type ProgramFile, refuseUnknownOptions } from '@capbench/core'
import { programDirectory } from '../guest-program.ts'
import { hostArchitecture } from '../host-architecture.ts'
import { type BuildBareProgramOptions, bareProgramDirectory, buildBareProgram } from './bare/build-bare-program.ts'
import { canBuildBare } from './bare/tools.ts'
import { type BuildProgramOptions, buildProgram } from './build-program.ts'
import { buildableArchitectures } from './compiler.ts'
import { updateLock } from './lock.ts'
import { removeStalePrograms } from './remove-stale.ts'

type Sources<Options> = Omit<Options, 'root' | 'outDir' | 'lock' | 'arch' | 'compilers'>

/** The programs of a package. */
export interface PackagePrograms {
  /** Absolute path of the package that owns the sources; `programs.lock.json` and `dist/programs` lie there. */
  readonly root: string
  /** For Linux: built for this architecture, and for every other one that has a cross compiler here. */
  readonly linux: Sources<BuildProgramOptions>
  /** Without an operating system, for x86-64. Default: none. */
  readonly bare?: Sources<BuildBareProgramOptions>
  /** Records what the compilers of this host give, one after the other, as the expected digests. Default false. */
  readonly lock?: boolean
}

/** The programs that were built, and those for which a compiler is missing. */
export interface BuiltPrograms {
  readonly programs: readonly ProgramFile[]
  /** What could not be built, each with its reason; and a line for every program. For people. */
  readonly report: readonly string[]
}

/**
 * Builds the programs of a plugin into its `dist/programs`, where `readProgram` finds them, and removes what an earlier
 * build left there.
 *
 * @throws CapbenchError as `buildProgram` and `buildBareProgram`, and CAPBENCH_USAGE for an unknown option
 */
export async function buildPackagePrograms(options: PackagePrograms): Promise<BuiltPrograms> {
  refuseUnknownOptions('buildPackagePrograms', options, ['root', 'linux', 'bare', 'lock'])
  const { root, linux, bare } = options
  const lock = join(root, 'programs.lock.json')
  const others = (await buildableArchitectures()).filter((arch) => arch !== hostArchitecture)
  const withBare = bare !== undefined && (await canBuildBare())
  if (options.lock === true) await recordDigests(options, others, withBare, lock)
  const programs: ProgramFile[] = []
  for (const arch of [hostArchitecture, ...others])
    programs.push(
      await buildProgram({ ...linux, root, outDir: programDirectory(root, arch), lock, ...(arch && { arch }) }),
    )
  if (withBare) programs.push(await buildBareProgram({ ...bare, root, outDir: bareProgramDirectory(root), lock }))
  removeStalePrograms(dirname(programDirectory(root)), programs)
  return {
    programs,
    report: [
      ...(others.length === 0 ? ['no programs for other architectures: there is no cross compiler'] : []),
      ...(bare === undefined || withBare ? [] : ['no image without an operating system: there is no GCC for x86-64']),
      ...programs.map(programLine),
    ],
  }
}

async function recordDigests(
  { root, linux, bare }: PackagePrograms,
  others: Awaited<ReturnType<typeof buildableArchitectures>>,
  withBare: boolean,
  lock: string,
): Promise<void> {
  const outDir = mkdtempSync(join(tmpdir(), 'capbench-lock-'))
  const record = ({ manifest }: ProgramFile) => updateLock(lock, [manifest])
  try {
    for (const compiler of ['musl-gcc', 'gcc'])
      record(await buildProgram({ ...linux, root, outDir, compilers: [compiler] }))
    for (const arch of others) record(await buildProgram({ ...linux, root, outDir, ...(arch && { arch }) }))
    if (withBare && bare !== undefined) record(await buildBareProgram({ ...bare, root, outDir }))
  } finally {
    rmSync(outDir, { recursive: true })
  }
}

/** Name, size and tools of a program, as one line. */
export function programLine({ name, manifest }: ProgramFile): string {
  const { bytes, compiler, libc, notes } = manifest
  const remarks = notes.length === 0 ? '' : ` (${notes.join(', ')})`
  return `${name} ${bytes} bytes, ${libc.name} ${libc.version}, ${compiler.name} ${compiler.version}${remarks}`
}
