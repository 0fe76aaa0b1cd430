import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Versions of what runs on the host; drivers add their own files (compiler, QEMU). Stored as `env/versions.json`. */
export type HostVersions = {
  readonly schema: 'capbench.versions/1'
  readonly node: string
  readonly v8: string
  readonly architecture: string
  /** `null`: the package is not installed here. */
  readonly packages: { readonly [name: string]: string | null }
}

const ownPackages = ['@capbench/core', '@capbench/guest', '@capbench/host']

/**
 * Versions of what takes part in a run on this host.
 *
 * @param packages names of further npm packages; each must export its `package.json`
 */
export function hostVersions(packages: readonly string[] = []): HostVersions {
  const require = createRequire(import.meta.url)
  const versionOf = (name: string): string | null => {
    try {
      const manifest: unknown = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8'))
      return String((manifest as { readonly version?: unknown }).version)
    } catch {
      return null
    }
  }
  return {
    schema: 'capbench.versions/1',
    node: process.versions.node,
    v8: process.versions.v8,
    architecture: process.arch,
    packages: Object.fromEntries([...ownPackages, ...packages].map((name) => [name, versionOf(name)])),
  }
}
