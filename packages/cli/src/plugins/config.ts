import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Benchmark, refuseUnknownOptions } from '@capbench/core'
import { usage } from '../options/usage.ts'

/** What `capbench.config.ts` exports as its default. */
export interface CapbenchConfig {
  /** Benchmarks to offer: packages by name, or the definitions themselves. */
  readonly plugins: readonly (string | Benchmark)[]
}

/** Gives a configuration its type. @throws CAPBENCH_USAGE for a member that does not exist */
export function defineConfig(config: CapbenchConfig): CapbenchConfig {
  refuseUnknownOptions('defineConfig', config, ['plugins'])
  return config
}

const names = ['capbench.config.ts', 'capbench.config.mjs', 'capbench.config.js'] as const

/**
 * The configuration of a directory; undefined where it has none. It is code of the caller's and runs. Nothing above the
 * directory is looked at, and nothing that evidence names.
 *
 * @throws CAPBENCH_USAGE where it cannot be loaded or is none
 */
export async function readConfig(directory: string): Promise<CapbenchConfig | undefined> {
  const file = names.find((name) => existsSync(join(directory, name)))
  if (file === undefined) return undefined
  const { default: config } = await load(directory, file)
  if (isConfig(config)) return defineConfig(config)
  throw usage(`${file} must export defineConfig({ plugins: [...] }) as its default`)
}

async function load(directory: string, file: string): Promise<{ readonly default?: unknown }> {
  try {
    return (await import(pathToFileURL(join(directory, file)).href)) as { readonly default?: unknown }
  } catch (error) {
    throw usage(`${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function isConfig(value: unknown): value is CapbenchConfig {
  const { plugins } = Object(value) as Partial<CapbenchConfig>
  return Array.isArray(plugins) && plugins.every((each) => ['string', 'object'].includes(typeof each))
}
