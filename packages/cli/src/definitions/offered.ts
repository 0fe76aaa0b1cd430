import type { Flags } from '../options/flags.ts'
import type { SuiteSource } from '../suites/suite-source.ts'
import { baselineOf } from './baseline-gates.ts'
import { benchmarksOf } from './from-module.ts'

/**
 * What is on offer besides the suites of the program: benchmarks of the modules that `--definition` names, in place of
 * one of the same name, and the gates of `--baseline` on all of them. A module is code of the caller's and runs; nothing
 * that evidence names is ever loaded.
 *
 * @throws CAPBENCH_USAGE for a file that cannot be read or used
 */
export async function offered(
  sources: readonly SuiteSource[],
  flags: Flags,
  cwd: string,
): Promise<readonly SuiteSource[]> {
  const more: SuiteSource[] = []
  for (const file of flags.all('definition')) {
    for (const benchmark of await benchmarksOf(file, cwd)) more.push({ name: benchmark.name, benchmark, targets: [] })
  }
  const named = new Set(more.map(({ benchmark }) => benchmark.name))
  const all = [...sources.filter(({ benchmark }) => !named.has(benchmark.name)), ...more]
  const gated = baselineOf(flags, cwd)
  return gated === undefined ? all : all.map((source) => ({ ...source, benchmark: gated(source.benchmark) }))
}
