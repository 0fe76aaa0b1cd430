import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Architecture } from '@capbench/core'
import { sha256, sha256OfFile } from '../cache/digest.ts'
import { discardDirectory, publishDirectory } from '../cache/directory.ts'
import { bootableKernel, type KernelFormat, kernelFormats } from './bootable.ts'

/** A kernel in the cache, ready to boot. */
export interface StoredKernel {
  readonly format: KernelFormat
  /** Digest of the image as it was distributed. */
  readonly fileSha256: string
  /** Digest of the uncompressed kernel, which is what boots. */
  readonly vmlinuxSha256: string
  /** Path of the uncompressed kernel. */
  readonly vmlinux: string
}

const directoryOf = (cacheDir: string, key: string): string => join(cacheDir, 'kernels', key)

/**
 * The kernel that came from the package or file with this digest; one for another architecture is not returned, a
 * damaged one is removed as well.
 */
export async function storedKernel(
  cacheDir: string,
  key: string,
  arch: Architecture,
): Promise<StoredKernel | undefined> {
  const directory = directoryOf(cacheDir, key)
  const vmlinux = join(directory, 'vmlinux')
  // Looked at first: what another process publishes from here on is whole, and not to be removed as if it were damaged.
  if (!existsSync(directory)) return undefined
  try {
    const facts = JSON.parse(await readFile(join(directory, 'kernel.json'), 'utf8')) as Omit<StoredKernel, 'vmlinux'>
    if ((await sha256OfFile(vmlinux)) === facts.vmlinuxSha256)
      return kernelFormats[facts.format] === arch ? { ...facts, vmlinux } : undefined
  } catch {
    // damaged, as much as a wrong digest
  }
  await discardDirectory(directory)
  return undefined
}

/**
 * Puts a kernel into the cache under the digest of what it came from.
 *
 * @param source gives the bytes of the image; it may use a directory that is removed afterwards
 */
export async function storeKernel(
  cacheDir: string,
  key: string,
  arch: Architecture,
  source: (scratch: string) => Promise<Uint8Array>,
): Promise<StoredKernel> {
  const directory = directoryOf(cacheDir, key)
  let facts: Omit<StoredKernel, 'vmlinux'> | undefined
  await publishDirectory(directory, async (stage, scratch) => {
    const image = await source(scratch)
    const { format, vmlinux } = bootableKernel(image, arch)
    facts = { format, fileSha256: sha256(image), vmlinuxSha256: sha256(vmlinux) }
    await writeFile(join(stage, 'vmlinux'), vmlinux, { mode: 0o644 })
    await writeFile(join(stage, 'kernel.json'), `${JSON.stringify(facts)}\n`)
  })
  return { ...(facts as Omit<StoredKernel, 'vmlinux'>), vmlinux: join(directory, 'vmlinux') }
}
