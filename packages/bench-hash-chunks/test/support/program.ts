import { buildProgram } from '@capbench/guest'
import { packageRoot, programSources } from '../../src/program.ts'

/** Path of a freshly built program, with more sources and flags if need be: tests must not run what a build left. */
export async function built(
  directory: string,
  more: { readonly name?: string; readonly sources?: readonly string[]; readonly flags?: readonly string[] } = {},
): Promise<string> {
  const { name = programSources.name, sources = [], flags = [] } = more
  const options = { name, root: packageRoot, outDir: directory }
  const all = { sources: [...programSources.sources, ...sources], flags: [...programSources.flags, ...flags] }
  return (await buildProgram({ ...options, ...all })).path
}
