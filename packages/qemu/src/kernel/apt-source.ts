import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Architecture } from '@capbench/core'
import { hostArchitecture } from '@capbench/guest'
import { discardDirectory, publishDirectory } from '../cache/directory.ts'
import { runTool } from './apt-tool.ts'
import { debianArchitectures } from './lock.ts'

/** What apt is asked through: that of the host, or one of our own for another architecture. */
export interface AptSource {
  /** Options in front of every command. */
  readonly options: readonly string[]
  /** Fetches the package lists again; `false` where they are the host's, or were fetched just now. */
  readonly refresh: () => Promise<boolean>
}

/** Signatures are checked with the host's keys, and the sources are the host's; all that apt writes is under `root`. */
function privateOptions(root: string, arch: Architecture): readonly string[] {
  const name = debianArchitectures[arch]
  const settings = {
    'APT::Architecture': name,
    'APT::Architectures': name,
    'Dir::State::lists': join(root, 'lists'),
    'Dir::State::status': join(root, 'status'),
    'Dir::Cache': join(root, 'cache'),
    // made in memory for each command: nothing is written that a second process could read half of
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::srcpkgcache': '',
  }
  return Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])
}

async function fetchLists(root: string, arch: Architecture, signal: AbortSignal | undefined): Promise<void> {
  for (const directory of ['lists/partial', 'cache/archives/partial'])
    await mkdir(join(root, directory), { recursive: true })
  await writeFile(join(root, 'status'), '') // nothing is installed
  // as root apt would drop to a user that cannot write here
  const update = ['-q', '-o', 'APT::Sandbox::User=root', ...privateOptions(root, arch), 'update']
  await runTool('apt-get', update, { signal })
}

/**
 * The apt for packages of an architecture. Where that is not the host's, package lists of its own are fetched into the
 * cache at the first use; nothing of the system is changed, and no privilege is needed.
 *
 * @throws CapbenchError `CAPBENCH_MISSING` where the lists cannot be fetched
 */
export async function aptSource(
  cacheDir: string,
  arch: Architecture,
  { signal, progress }: { readonly signal?: AbortSignal | undefined; readonly progress?: (message: string) => void },
): Promise<AptSource> {
  if (hostArchitecture === arch) return { options: [], refresh: async () => false }
  const root = join(cacheDir, 'apt', debianArchitectures[arch])
  let fresh = false
  const fetch = async (): Promise<void> => {
    progress?.(`fetching apt's package lists for ${debianArchitectures[arch]}`)
    await publishDirectory(root, (stage) => fetchLists(stage, arch, signal))
    fresh = true
  }
  if (!existsSync(root)) await fetch()
  const refresh = async (): Promise<boolean> => {
    if (fresh) return false
    await discardDirectory(root)
    await fetch()
    return true
  }
  return { options: privateOptions(root, arch), refresh }
}
