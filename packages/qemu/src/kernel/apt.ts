import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Architecture, CapbenchError } from '@capbench/core'
import { runTool } from './apt-tool.ts'
import { debianArchitectures, type KernelPackage } from './lock.ts'

/** How apt is called. */
interface AptCall {
  /** Options in front of the command. */
  readonly options: readonly string[]
  readonly signal: AbortSignal | undefined
}

/**
 * Fetches a package into a directory, by `apt-get download`, which needs no privilege and checks apt's own signatures.
 *
 * @returns path of the .deb file
 */
export async function downloadPackage(
  wanted: { readonly package: string; readonly version: string },
  directory: string,
  { options, signal }: AptCall,
): Promise<string> {
  const quick = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=30', '-o', 'Acquire::https::Timeout=30']
  // as root apt would drop to a user that cannot write here, and say so
  const sandbox = ['-o', 'APT::Sandbox::User=root']
  await runTool(
    'apt-get',
    ['-q', ...quick, ...sandbox, ...options, 'download', `${wanted.package}=${wanted.version}`],
    { cwd: directory, signal },
  )
  const deb = (await readdir(directory)).find((name) => name.endsWith('.deb'))
  if (deb === undefined)
    throw new CapbenchError('CAPBENCH_MISSING', `apt-get download ${wanted.package} left no .deb file`)
  return join(directory, deb)
}

/**
 * Unpacks a package and returns the bytes of one file in it.
 *
 * @throws CapbenchError `CAPBENCH_MISSING` when it has no such file
 */
export async function fileOfPackage(
  deb: string,
  path: string,
  directory: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  await runTool('dpkg-deb', ['-x', deb, directory], { signal })
  try {
    return await readFile(join(directory, path))
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new CapbenchError('CAPBENCH_MISSING', `the package has no readable ${path} (${code})`, { cause })
  }
}

/** The cloud kernel that apt offers now, from its verified lists. */
export async function currentKernelPackage(arch: Architecture, { options, signal }: AptCall): Promise<KernelPackage> {
  // the package whose dependency is the current cloud kernel of the release
  const current = `linux-image-cloud-${debianArchitectures[arch]}`
  const ask = (question: string, name: string): Promise<string> =>
    runTool('apt-cache', ['--no-all-versions', question, ...options, name], { signal })
  const depends = await ask('depends', current)
  const name = /^\s*Depends: (linux-image-\S+)$/m.exec(depends)?.[1]
  if (name === undefined) throw new CapbenchError('CAPBENCH_MISSING', `apt knows no kernel behind ${current}`)
  const shown = await ask('show', name)
  const field = (key: string): string => new RegExp(`^${key}: (\\S+)$`, 'm').exec(shown)?.[1] ?? ''
  const [version, debSha256] = [field('Version'), field('SHA256')]
  if (version === '' || debSha256 === '')
    throw new CapbenchError('CAPBENCH_MISSING', `apt gives no version or digest of ${name}`)
  const vmlinuz = `boot/vmlinuz-${name.replace(/^linux-image-/, '')}`
  return { package: name, version, architecture: field('Architecture'), debSha256, vmlinuz }
}
