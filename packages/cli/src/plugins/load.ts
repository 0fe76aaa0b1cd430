import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Benchmark } from '@capbench/core'
import { isBenchmark } from '../definitions/from-module.ts'
import { usage } from '../options/usage.ts'
import type { CapbenchConfig } from './config.ts'
import { pluginManifest } from './manifest.ts'

/**
 * The benchmarks that a configuration names. A package is looked for from its directory and imported because it is
 * named there; what is only installed stays as it is.
 *
 * @throws CAPBENCH_USAGE where a plugin is not there, cannot be loaded, or does not export what it says
 */
export async function configuredBenchmarks(
  { plugins }: CapbenchConfig,
  directory: string,
): Promise<readonly Benchmark[]> {
  const loaded: Benchmark[] = []
  for (const plugin of plugins) {
    if (typeof plugin === 'string') loaded.push(...(await loadPlugin(plugin, directory)))
    else if (isBenchmark(plugin)) loaded.push(plugin)
    else throw usage('a plugin of capbench.config is a package by name or what defineBenchmark returns')
  }
  return loaded
}

async function loadPlugin(name: string, directory: string): Promise<readonly Benchmark[]> {
  const { benchmarks } = pluginManifest(name, directory)
  const exported = await importFrom(name, directory)
  return benchmarks.map((each) => {
    const found = exported[each]
    if (isBenchmark(found)) return found
    throw usage(`${name} says that its export "${each}" is a benchmark, and it is not; ask its author`)
  })
}

async function importFrom(name: string, directory: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const file = createRequire(join(directory, 'package.json')).resolve(name)
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw usage(`the plugin ${name} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`)
  }
}
