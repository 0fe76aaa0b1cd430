import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CapbenchError } from '@capbench/core'
import { bareDirectory } from '../../package-root.ts'
import { run } from '../command.ts'
import { placeFlags } from '../place.ts'
import { type BareTools, findBareTools } from './tools.ts'

/**
 * Flags of everything that runs without an operating system. `-fbuiltin` and the lack of others leave code generation
 * as it is under Linux: the compute of a plugin becomes the same instructions.
 */
export const bareFlags = [
  '-std=gnu11',
  '-O2',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-fno-ident',
  '-ffreestanding',
  '-fbuiltin',
  '-fno-stack-protector',
  '-DCB_FREESTANDING',
] as const

export const bareLinkFlags = [
  '-nostdlib',
  '-static',
  '-no-pie',
  '-Wl,--build-id=none',
  '-Wl,-z,max-page-size=4096',
  '-Wl,-z,noexecstack',
] as const

/** The runtime itself leaves SSE registers alone, so that it also runs where instructions are emulated one by one. */
const ownFlags = ['-mgeneral-regs-only'] as const

export const archiveName = 'libcapbench-bare.a'
export const linkScript = join(bareDirectory, 'link.ld')

/** Absolute paths of the sources of the runtime, headers and link script apart. */
export function runtimeSources(): readonly string[] {
  return readdirSync(bareDirectory)
    .filter((name) => /\.[cS]$/.test(name))
    .sort()
    .map((name) => join(bareDirectory, name))
}

/**
 * Builds the archive of the runtime into a directory, which is made when absent; returns its path. Built twice, it is
 * the same bytes.
 *
 * @throws CapbenchError CAPBENCH_MISSING without a compiler for x86-64, CAPBENCH_BUG when that refuses the sources
 */
export async function buildBareRuntime(outDir: string, tools?: BareTools): Promise<string> {
  const { gcc, ar } = tools ?? (await findBareTools())
  mkdirSync(outDir, { recursive: true })
  const stage = mkdtempSync(join(outDir, '.runtime-'))
  try {
    const flags = [...bareFlags, ...ownFlags, ...placeFlags(bareDirectory)]
    const compiled = await run(gcc, [...flags, '-c', ...runtimeSources()], stage)
    const objects = readdirSync(stage).sort()
    const joined = compiled.ok ? await run(ar, ['rcsD', archiveName, ...objects], stage) : compiled
    if (!joined.ok) throw new CapbenchError('CAPBENCH_BUG', `the bare runtime does not compile:\n${joined.output}`)
    const path = join(outDir, archiveName)
    renameSync(join(stage, archiveName), path)
    return path
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}
