import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ProgramFile } from '@capbench/core'
import { packageRoot } from '../package-root.ts'
import { type BuildProgramOptions, buildProgram } from './build-program.ts'

/**
 * `capbench-launch` and `init` run other programs, `counter-rate` measures a clock of the host, `proof-boot` proves a
 * target; for tests, `bad` breaks rules, `bad-authority` tries more than it may, and `bad-kernel` breaks the system.
 */
export const guestProgramNames = [
  'capbench-launch',
  'init',
  'counter-rate',
  'proof-boot',
  'bad',
  'bad-authority',
  'bad-kernel',
] as const
/** A program for Linux that this package brings. */
export type GuestProgramName = (typeof guestProgramNames)[number]

/** The main file of a program, and the folder that holds the rest of it. */
const layout = {
  'capbench-launch': { main: 'c/launch.c', folder: 'c/launch' },
  init: { main: 'c/init.c', folder: 'c/init' },
  'counter-rate': { main: 'c/counter-rate.c' },
  'proof-boot': { main: 'c/proof-boot.c' },
  bad: { main: 'c/bad/bad.c' },
  'bad-authority': { main: 'c/bad/authority.c' },
  'bad-kernel': { main: 'c/bad/kernel.c', folder: 'c/bad/kernel' },
} as const satisfies Record<GuestProgramName, { readonly main: string; readonly folder?: string }>

function sourcesOf(name: GuestProgramName): readonly string[] {
  const program: { readonly main: string; readonly folder?: string } = layout[name]
  if (program.folder === undefined) return [program.main]
  const files = readdirSync(join(packageRoot, program.folder), { encoding: 'utf8', recursive: true }).filter((file) =>
    file.endsWith('.c'),
  )
  return [program.main, ...files.sort().map((file) => `${program.folder}/${file}`)]
}

/** Expected digests of the programs of this package. */
export const lockPath = join(packageRoot, 'programs.lock.json')

/** Builds one program of this package. */
export function buildGuestProgram(
  name: GuestProgramName,
  outDir: string,
  options: Pick<BuildProgramOptions, 'arch' | 'compilers'> = {},
): Promise<ProgramFile> {
  return buildProgram({ ...options, name, root: packageRoot, sources: sourcesOf(name), outDir, lock: lockPath })
}
