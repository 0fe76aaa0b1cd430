import type { SuiteSource } from '../suites/suite-source.ts'
import { targetsWith } from '../suites/targets.ts'
import { readConfig } from './config.ts'
import { configuredBenchmarks } from './load.ts'

/**
 * A suite for each benchmark that the configuration of a directory names, on every usual target that it has a workload
 * for.
 *
 * @throws CAPBENCH_USAGE where the configuration or one of its plugins cannot be used
 */
export async function pluginSources(directory: string): Promise<readonly SuiteSource[]> {
  const config = await readConfig(directory)
  if (config === undefined) return []
  const benchmarks = await configuredBenchmarks(config, directory)
  return benchmarks.map((benchmark) => ({
    name: benchmark.name,
    benchmark,
    targets: targetsWith().filter(({ kind }) => benchmark.workloadFor(kind === 'bare-guest' ? 'bare' : 'linux')),
  }))
}
