import type { CommandContext } from '../commands/command.ts'
import type { Flags } from '../options/flags.ts'
import { pluginSources } from '../plugins/sources.ts'
import type { SuiteSource } from '../suites/suite-source.ts'
import { baselineOf } from './baseline-gates.ts'
import { benchmarksOf } from './from-module.ts'

/**
 * What is on offer: the suites of the program, those of the plugins that `capbench.config.ts` of the working directory
 * names, and benchmarks of the modules that `--definition` names, each in place of one of the same name before it; in
 * `sources` with the gates of `--baseline` on all of them, in `plain` without. Plugins and modules are code of the
 * caller's and run; nothing that evidence names is ever loaded.
 *
 * @throws CAPBENCH_USAGE for a file that cannot be read or used
 */
export async function offered(
  sources: readonly SuiteSource[],
  flags: Flags,
  cwd: string,
): Promise<Pick<CommandContext, 'sources' | 'plain'>> {
  const defined: SuiteSource[] = []
  for (const file of flags.all('definition')) {
    for (const benchmark of await benchmarksOf(file, cwd)) {
      defined.push({ name: benchmark.name, benchmark, targets: [] })
    }
  }
  const plain = replaced(replaced(sources, await pluginSources(cwd)), defined)
  const gated = baselineOf(flags, cwd)
  if (gated === undefined) return { sources: plain, plain }
  return { sources: plain.map((source) => ({ ...source, benchmark: gated(source.benchmark) })), plain }
}

function replaced(sources: readonly SuiteSource[], by: readonly SuiteSource[]): readonly SuiteSource[] {
  const named = new Set(by.map(({ benchmark }) => benchmark.name))
  return [...sources.filter(({ benchmark }) => !named.has(benchmark.name)), ...by]
}
