import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Architecture, CapbenchError, type ProgramFile, sha256Hex } from '@capbench/core'
import type { GuestProgramName } from './build/guest-programs.ts'
import { hostArchitecture } from './host-architecture.ts'
import { packageRoot } from './package-root.ts'
import { readProgramManifest } from './program-manifest.ts'

/** Where the build puts programs for an architecture, by default that of this host: `dist/programs/x86_64-linux`. */
export function programDirectory(root: string, arch: Architecture | undefined = hostArchitecture): string {
  return join(root, 'dist', 'programs', `${arch ?? process.arch}-linux`)
}

/**
 * A built program from a directory that `buildProgram` wrote to. The binary is hashed: it must be the one that its
 * manifest describes.
 *
 * @throws CapbenchError CAPBENCH_MISSING when it is not built, CAPBENCH_HOSTILE when binary and manifest do not belong
 *   together.
 */
export function readProgram(directory: string, name: string): ProgramFile {
  const path = join(directory, name)
  if (!existsSync(path) || !existsSync(`${path}.json`))
    throw new CapbenchError(
      'CAPBENCH_MISSING',
      `the program ${name} is not built (${path}); run the build script of the package that owns it, which for ` +
        'another architecture than that of this host needs a cross compiler',
    )
  const manifest = readProgramManifest(`${path}.json`)
  const sha256 = sha256Hex(readFileSync(path))
  if (manifest.name !== name || manifest.sha256 !== sha256)
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `${path} has the SHA-256 ${sha256}, its manifest describes ${manifest.name} with ${manifest.sha256}; build again`,
    )
  return { name, path, manifest }
}

/** A built program of this package, by default for the architecture of this host. Errors as of `readProgram`. */
export function guestProgram(name: GuestProgramName, arch?: Architecture): ProgramFile {
  return readProgram(programDirectory(packageRoot, arch), name)
}

/**
 * The bytes of a program as they are now. What a run starts must be what the evidence names, also when the file was
 * built again since it was found.
 *
 * @throws CapbenchError CAPBENCH_UNREADABLE when the file cannot be read, CAPBENCH_HOSTILE when it is not the one that
 *   the manifest describes
 */
export async function programBytes({ path, manifest }: ProgramFile): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new CapbenchError(
      'CAPBENCH_UNREADABLE',
      `the program ${path} cannot be read (${cause.code}); build it again`,
      {
        cause,
      },
    )
  })
  const sha256 = sha256Hex(bytes)
  if (sha256 !== manifest.sha256)
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `${path} has changed since it was found: its SHA-256 is ${sha256}, its manifest said ${manifest.sha256}; start the campaign again`,
    )
  return bytes
}
