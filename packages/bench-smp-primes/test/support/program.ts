import { buildProgram } from '@capbench/guest'
import { packageRoot, programSources } from '../../src/program.ts'

/** Path of a freshly built program: tests must not run what an earlier build left. */
export async function built(
  directory: string,
  name: string = programSources.name,
  sources: readonly string[] = programSources.sources,
): Promise<string> {
  return (await buildProgram({ name, root: packageRoot, sources, outDir: directory })).path
}
