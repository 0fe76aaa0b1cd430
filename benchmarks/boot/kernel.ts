import { existsSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Hex } from '@capbench/core'
import { allowedEnvironment, capture } from '@capbench/host'
import { cacheDirectory, lockedKernels } from '@capbench/qemu'

async function tool(file: string, args: readonly string[], cwd: string): Promise<void> {
  const env = { ...allowedEnvironment('PATH', 'HOME', 'APT_CONFIG', 'http_proxy', 'https_proxy'), LC_ALL: 'C' }
  const { exit, stderr } = await capture({ file, args, cwd, env, timeoutMs: 300_000 })
  if (exit.kind !== 'exited' || exit.code !== 0) throw new Error(`${file}: ${stderr.trim() || JSON.stringify(exit)}`)
}

/**
 * The bzImage as Debian ships it. The driver's own cache holds only the uncompressed kernel, so it is fetched once more
 * and kept beside it.
 *
 * @throws Error where no pinned kernel can be had
 */
export async function bzImage(): Promise<string> {
  const directory = join(cacheDirectory(), 'benchmarks')
  await mkdir(directory, { recursive: true })
  let why = 'no kernel is pinned'
  for (const { package: name, version, debSha256, vmlinuz } of lockedKernels) {
    const path = join(directory, `${debSha256}.bzImage`)
    if (existsSync(path)) return path
    const scratch = await mkdtemp(join(directory, 'fetch-'))
    try {
      await tool('apt-get', ['-q', '-o', 'APT::Sandbox::User=root', 'download', `${name}=${version}`], scratch)
      const deb = (await readdir(scratch)).find((file) => file.endsWith('.deb')) ?? 'none.deb'
      const came = sha256Hex(readFileSync(join(scratch, deb)))
      if (came !== debSha256) throw new Error(`${deb} should have SHA-256 ${debSha256} and has ${came}`)
      await tool('dpkg-deb', ['-x', deb, '.'], scratch)
      await copyFile(join(scratch, vmlinuz), path)
      return path
    } catch (error) {
      why = String(error)
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  }
  throw new Error(`no pinned bzImage could be had (${why}); give one with --kernel`)
}
