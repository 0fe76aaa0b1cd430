import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Benchmark } from '@capbench/core'
import { usage } from '../options/usage.ts'

/**
 * The benchmarks that a module exports, whatever they are called there.
 *
 * @throws CAPBENCH_USAGE where it cannot be loaded, or exports none
 */
export async function benchmarksOf(file: string, cwd: string): Promise<readonly Benchmark[]> {
  const exported = Object.values(await load(file, cwd))
  const found = exported.filter(isBenchmark)
  if (found.length > 0) return found
  throw usage(`--definition ${file} exports no benchmark; export what defineBenchmark returns`)
}

async function load(file: string, cwd: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(resolve(cwd, file)).href)) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw usage(`--definition ${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** By its members: two installed copies of core have two of everything else. */
export function isBenchmark(value: unknown): value is Benchmark {
  const { name, workloadFor, metrics, parametersWith } = Object(value) as Partial<Benchmark>
  return (
    typeof name === 'string' &&
    typeof workloadFor === 'function' &&
    typeof parametersWith === 'function' &&
    Array.isArray(metrics)
  )
}
