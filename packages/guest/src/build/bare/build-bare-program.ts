import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CapbenchError, type ProgramFile, sha256Hex } from '@capbench/core'
import { bareDirectory } from '../../package-root.ts'
import type { BuildProgramOptions } from '../build-program.ts'
import { run } from '../command.ts'
import { placeFlags } from '../place.ts'
import { publishProgram } from '../publish.ts'
import { listSources } from '../sources.ts'
import { bareFlags, bareLinkFlags, buildBareRuntime, linkScript, runtimeSources } from './runtime.ts'
import { findBareTools } from './tools.ts'

/** As of `buildProgram`; the default compilers are `x86_64-linux-gnu-gcc` and `gcc`, without a C library. */
export type BuildBareProgramOptions = Omit<BuildProgramOptions, 'arch'>

/** Where the build puts images for a machine without an operating system. */
export function bareProgramDirectory(root: string): string {
  return join(root, 'dist', 'programs', 'x86_64-bare')
}

/**
 * Links a program with the bare runtime into an image that QEMU boots with `-kernel`, by Multiboot or by PVH, and
 * writes it beside its manifest. The sources have a `main` and include `capbench_bare.h`. The image is 64-bit code in
 * an ELF32 container, which Multiboot loaders want. Built twice from the same sources with the same tools, it is the
 * same bytes. Needs no network.
 *
 * @throws CapbenchError CAPBENCH_MISSING without a compiler for x86-64; CAPBENCH_USAGE for a bad name or sources that
 *   do not compile, with what the compiler said.
 */
export function buildBareProgram(options: BuildBareProgramOptions): Promise<ProgramFile> {
  const { name, root, sources } = options
  return publishProgram(options, async (binary, stage) => {
    const tools = await findBareTools(options.compilers)
    const archive = await buildBareRuntime(stage, tools)
    const flags = [...bareFlags, ...(options.flags ?? [])]
    const placed = [...flags, ...placeFlags(root, [...(options.includes ?? []), bareDirectory])]
    const linked = [...bareLinkFlags, `-Wl,-T,${linkScript}`, '-o', `${binary}.elf64`]
    const compiled = await run(tools.gcc, [...placed, ...sources, archive, '-lgcc', ...linked], root)
    const converted = compiled.ok
      ? await run(tools.objcopy, ['-O', 'elf32-i386', '--strip-all', `${binary}.elf64`, binary])
      : compiled
    if (!converted.ok)
      throw new CapbenchError('CAPBENCH_USAGE', `${name} does not compile with ${tools.gcc}:\n${converted.output}`)
    const listed = await listSources(tools.gcc, placed, root, [...sources, ...runtimeSources()])
    const script = { path: '@capbench/guest/c/bare/link.ld', sha256: sha256Hex(readFileSync(linkScript)) }
    return {
      compiler: tools.compiler,
      libc: { name: 'capbench-bare', version: '1' },
      flags: [...flags, ...bareLinkFlags],
      sources: [...listed, script].sort((a, b) => (a.path < b.path ? -1 : 1)),
      notes: [],
    }
  })
}
