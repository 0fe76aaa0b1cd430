import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CapbenchError, canonicalBytes, type ProgramFile, type ProgramManifest, sha256Hex } from '@capbench/core'
import { headerDirectory } from '../package-root.ts'
import { run } from './command.ts'
import { type Compiler, findCompiler } from './compiler.ts'
import { lockNotes } from './lock.ts'
import { listSources } from './sources.ts'

/** Flags of every program. No build id, no paths of the machine, no symbols: the same sources give the same bytes. */
const fixedFlags = [
  '-std=gnu11',
  '-O2',
  '-static',
  '-s',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-fno-ident',
  '-Wl,--build-id=none',
] as const

export interface BuildProgramOptions {
  /** Name of the program and of the two files that are written: `^[a-z0-9][a-z0-9._-]{0,63}$`. */
  readonly name: string
  /** Absolute path of the package that owns the sources; other paths are relative to it. */
  readonly root: string
  readonly sources: readonly string[]
  /** Include directories. That of `capbench.h` is always there. */
  readonly includes?: readonly string[]
  /** Gets `<name>` and `<name>.json`; made when absent. */
  readonly outDir: string
  /** More compiler flags, after the fixed ones. */
  readonly flags?: readonly string[]
  /** Expected digests; without it no digest is expected. */
  readonly lock?: string
  /** Compilers to try, in this order. Default: `musl-gcc`, `gcc`. */
  readonly compilers?: readonly string[]
}

/** Notes that every result of a program carries, from what it was built with. */
function compilerNotes(compiler: Compiler): readonly string[] {
  return compiler.libc.name === 'musl' ? [] : ['unofficial-program']
}

/**
 * Builds a static program for this host and writes it beside its manifest, each by a rename. Built twice from the same
 * sources with the same tools, it is the same bytes. Needs no network.
 *
 * @throws CapbenchError CAPBENCH_MISSING without a compiler; CAPBENCH_USAGE for a bad name or sources that do not
 *   compile, with what the compiler said.
 */
export async function buildProgram(options: BuildProgramOptions): Promise<ProgramFile> {
  const { name, root, sources, outDir } = options
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name))
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `a program name must match ^[a-z0-9][a-z0-9._-]{0,63}$, not ${JSON.stringify(name)}`,
    )
  const compiler = await findCompiler(options.compilers)
  const flags = [...fixedFlags, ...(options.flags ?? [])]
  const placed = [
    ...flags,
    `-ffile-prefix-map=${headerDirectory}=@capbench/guest/c`,
    `-ffile-prefix-map=${root}=.`,
    ...[...(options.includes ?? []), headerDirectory].flatMap((directory) => ['-I', directory]),
  ]
  mkdirSync(outDir, { recursive: true })
  const stage = mkdtempSync(join(outDir, `.${name}-`))
  try {
    const binary = join(stage, name)
    const compiled = await run(compiler.command, [...placed, ...sources, '-o', binary], root)
    if (!compiled.ok)
      throw new CapbenchError(
        'CAPBENCH_USAGE',
        `${name} does not compile with ${compiler.command}:\n${compiled.output}`,
      )
    const bytes = readFileSync(binary)
    const built: ProgramManifest = {
      name,
      sha256: sha256Hex(bytes),
      bytes: bytes.length,
      compiler: compiler.compiler,
      libc: compiler.libc,
      flags,
      sources: await listSources(compiler.command, placed, root, sources),
      notes: [],
    }
    const notes = [...compilerNotes(compiler), ...(options.lock === undefined ? [] : lockNotes(options.lock, built))]
    const manifest = { ...built, notes }
    const path = join(outDir, name)
    writeFileSync(`${binary}.json`, canonicalBytes(manifest))
    renameSync(binary, path)
    renameSync(`${binary}.json`, `${path}.json`)
    return { name, path, manifest }
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}
