import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CapbenchError } from '@capbench/core'
import { allowedEnvironment, capture } from '@capbench/host'
import type { KernelPackage } from './lock.ts'

/** The package whose dependency is the current cloud kernel of the release. */
const currentKernel = 'linux-image-cloud-amd64'
const downloadMs = 300_000

/** Apt's settings and the proxies of the caller; nothing else reaches the tools. */
const environment = () => ({
  ...allowedEnvironment('PATH', 'HOME', 'APT_CONFIG', 'http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy'),
  LC_ALL: 'C',
})

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

async function tool(
  file: string,
  args: readonly string[],
  options: { cwd?: string; signal?: AbortSignal | undefined },
): Promise<string> {
  const { signal, ...rest } = options
  const { exit, stdout, stderr } = await capture({
    file,
    args,
    env: environment(),
    timeoutMs: downloadMs,
    ...rest,
    ...(signal && { signal }),
  })
  signal?.throwIfAborted()
  if (exit.kind === 'exited' && exit.code === 0) return stdout
  const came = exit.kind === 'not-started' ? exit.message : lastLine(stderr) || JSON.stringify(exit)
  throw new CapbenchError('CAPBENCH_MISSING', `${file} ${args.join(' ')} failed: ${came}`)
}

/**
 * Fetches a package into a directory, by `apt-get download`, which needs no privilege and checks apt's own signatures.
 *
 * @returns path of the .deb file
 */
export async function downloadPackage(
  wanted: { readonly package: string; readonly version: string },
  directory: string,
  signal?: AbortSignal,
): Promise<string> {
  const quick = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=30', '-o', 'Acquire::https::Timeout=30']
  // as root apt would drop to a user that cannot write here, and say so
  await tool(
    'apt-get',
    ['-q', ...quick, '-o', 'APT::Sandbox::User=root', 'download', `${wanted.package}=${wanted.version}`],
    {
      cwd: directory,
      signal,
    },
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
  await tool('dpkg-deb', ['-x', deb, directory], { signal })
  try {
    return await readFile(join(directory, path))
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new CapbenchError('CAPBENCH_MISSING', `the package has no readable ${path} (${code})`, { cause })
  }
}

/** The cloud kernel that apt offers now, from its verified lists. */
export async function currentKernelPackage(signal?: AbortSignal): Promise<KernelPackage> {
  const depends = await tool('apt-cache', ['--no-all-versions', 'depends', currentKernel], { signal })
  const name = /^\s*Depends: (linux-image-\S+)$/m.exec(depends)?.[1]
  if (name === undefined) throw new CapbenchError('CAPBENCH_MISSING', `apt knows no kernel behind ${currentKernel}`)
  const shown = await tool('apt-cache', ['--no-all-versions', 'show', name], { signal })
  const field = (key: string): string => new RegExp(`^${key}: (\\S+)$`, 'm').exec(shown)?.[1] ?? ''
  const [version, debSha256] = [field('Version'), field('SHA256')]
  if (version === '' || debSha256 === '')
    throw new CapbenchError('CAPBENCH_MISSING', `apt gives no version or digest of ${name}`)
  const vmlinuz = `boot/vmlinuz-${name.replace(/^linux-image-/, '')}`
  return { package: name, version, architecture: field('Architecture'), debSha256, vmlinuz }
}
