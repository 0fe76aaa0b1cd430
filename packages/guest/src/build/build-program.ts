import { type Architecture, CapbenchError, type ProgramFile } from '@capbench/core'
import { run } from './command.ts'
import { type Compiler, findCompiler } from './compiler.ts'
import { placeFlags } from './place.ts'
import { type ProgramPlace, publishProgram } from './publish.ts'
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

/** What is compiled, for which architecture, and where to. */
export interface BuildProgramOptions extends ProgramPlace {
  /** Absolute path of the package that owns the sources; other paths are relative to it. */
  readonly root: string
  readonly sources: readonly string[]
  /** Include directories. That of `capbench.h` is always there. */
  readonly includes?: readonly string[]
  /** More compiler flags, after the fixed ones. */
  readonly flags?: readonly string[]
  /** Architecture of the program. Default: that of this host; another one needs a cross compiler. */
  readonly arch?: Architecture
  /** Compilers to try, in this order. Default: `musl-gcc`, `gcc`; to cross-compile `<arch>-linux-gnu-gcc`. */
  readonly compilers?: readonly string[]
}

/** Notes that every result of a program carries, from what it was built with. */
function compilerNotes(compiler: Compiler): string[] {
  return compiler.libc.name === 'musl' ? [] : ['unofficial-program']
}

/**
 * Builds a static program and writes it beside its manifest, each by a rename. Built twice from the same
 * sources with the same tools, it is the same bytes. Needs no network.
 *
 * @throws CapbenchError CAPBENCH_MISSING without a compiler; CAPBENCH_USAGE for a bad name or sources that do not
 *   compile, with what the compiler said.
 */
export function buildProgram(options: BuildProgramOptions): Promise<ProgramFile> {
  const { name, root, sources } = options
  return publishProgram(options, async (binary) => {
    const compiler = await findCompiler(options.compilers, options.arch)
    const flags = [...fixedFlags, ...(options.flags ?? [])]
    const placed = [...flags, ...placeFlags(root, options.includes)]
    const compiled = await run(compiler.command, [...placed, ...sources, '-o', binary], root)
    if (!compiled.ok)
      throw new CapbenchError(
        'CAPBENCH_USAGE',
        `${name} does not compile with ${compiler.command}:\n${compiled.output}`,
      )
    return {
      compiler: compiler.compiler,
      libc: compiler.libc,
      flags,
      sources: await listSources(compiler.command, placed, root, sources),
      notes: compilerNotes(compiler),
    }
  })
}
