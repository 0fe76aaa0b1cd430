import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { usage } from '../options/usage.ts'

/** What the manifest of a plugin says of it. */
export interface PluginManifest {
  readonly name: string
  readonly version: string
  /** The exports that are benchmarks: `capbench.benchmarks` of its package.json. */
  readonly benchmarks: readonly string[]
}

/** The keyword by which npm finds plugins. */
export const pluginKeyword = 'capbench-plugin'

interface PackageJson {
  readonly name?: unknown
  readonly version?: unknown
  readonly keywords?: unknown
  readonly capbench?: unknown
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/**
 * The plugins among the direct dependencies of a project, by their manifests alone: none of their code runs.
 *
 * @param directory with the package.json of the project
 */
export function installedPlugins(directory: string): readonly PluginManifest[] {
  const own = join(directory, 'package.json')
  if (!existsSync(own)) return []
  const { dependencies, devDependencies } = read(own)
  return Object.keys({ ...devDependencies, ...dependencies })
    .sort()
    .flatMap((name) => {
      const found = manifestFile(name, directory)
      const manifest = found === undefined ? undefined : manifestOf(read(found))
      return manifest === undefined ? [] : [manifest]
    })
}

/**
 * The manifest of one plugin.
 *
 * @throws CAPBENCH_USAGE where it is not installed, or is none
 */
export function pluginManifest(name: string, directory: string): PluginManifest {
  const file = manifestFile(name, directory)
  if (file === undefined) {
    const others = installedPlugins(directory).map((each) => each.name)
    const there = others.length === 0 ? 'no plugin is' : `installed are ${others.join(', ')}`
    throw usage(`the plugin ${JSON.stringify(name)} is not installed here (${there}); npm install it`)
  }
  const manifest = manifestOf(read(file))
  if (manifest !== undefined) return manifest
  throw usage(
    `${name} is no plugin: its package.json needs the keyword "${pluginKeyword}" and ` +
      '"capbench": { "benchmarks": [names of exports] }',
  )
}

function manifestFile(name: string, directory: string): string | undefined {
  for (const folder of createRequire(join(directory, 'package.json')).resolve.paths(name) ?? []) {
    const file = join(folder, name, 'package.json')
    if (existsSync(file)) return file
  }
  return undefined
}

function read(file: string): PackageJson {
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8'))) as PackageJson
  } catch (error) {
    throw usage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function manifestOf({ name, version, keywords, capbench }: PackageJson): PluginManifest | undefined {
  const { benchmarks } = Object(capbench) as { readonly benchmarks?: unknown }
  const marked = Array.isArray(keywords) && keywords.includes(pluginKeyword)
  if (!marked || !Array.isArray(benchmarks) || benchmarks.length === 0) return undefined
  if (!benchmarks.every((each) => typeof each === 'string')) return undefined
  return { name: String(name), version: String(version), benchmarks }
}
