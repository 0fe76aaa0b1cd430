import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Absolute path of this package: sources and build both lie one folder below it. */
const packageRoot = fileURLToPath(new URL('..', import.meta.url))

interface OwnManifest {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

const manifest = (): OwnManifest => JSON.parse(readFileSync(`${packageRoot}/package.json`, 'utf8')) as OwnManifest

export const ownVersion = (): string => manifest().version

/** The folder with what a new plugin is made of. */
export const templateDirectory = (): string => fileURLToPath(new URL('../template', import.meta.url))

/** Versions that this package was released and tested with: those of its own manifest. */
export function testedVersions(): Readonly<Record<string, string>> {
  const { dependencies, devDependencies } = manifest()
  return { ...devDependencies, ...dependencies }
}
