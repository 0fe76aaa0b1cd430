import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CapbenchError } from '@capbench/core'
import { sha256, sha256OfFile } from '../cache/digest.ts'
import { cacheDirectory } from '../cache/directory.ts'
import { currentKernelPackage, downloadPackage, fileOfPackage } from './apt.ts'
import { type KernelPackage, lockedKernels } from './lock.ts'
import { readKernelFile } from './readable.ts'
import { type StoredKernel, storedKernel, storeKernel } from './store.ts'

export type KernelOrigin =
  | { readonly kind: 'file' }
  | ({ readonly kind: 'package'; readonly locked: boolean } & KernelPackage)

/** The guest kernel of a target: where it came from, and the file that boots. */
export interface ResolvedKernel extends StoredKernel {
  readonly origin: KernelOrigin
  /**
   * `kernel-not-locked` where no pinned version could be had; `kernel-digest-mismatch:<package>` for each one that was
   * offered with other bytes than the pinned ones.
   */
  readonly notes: readonly string[]
}

export interface KernelOptions {
  /** A bzImage or vmlinux of the caller's; without it the first pinned Debian cloud kernel that can be had. */
  readonly path?: string
  readonly cacheDir?: string
  readonly signal?: AbortSignal
  readonly progress?: (message: string) => void
  /** The pinned kernels, newest first. Default: the list that comes with this package. */
  readonly locked?: readonly KernelPackage[]
}

/** Says in front of an error which file it is about. */
async function about<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof CapbenchError)) throw cause
    throw new CapbenchError(cause.code, `${what}: ${cause.message}`, { cause })
  }
}

/** @param onMismatch is called before a package of other bytes is refused */
async function kernelOfPackage(
  wanted: KernelPackage,
  cacheDir: string,
  options: KernelOptions,
  onMismatch: () => void,
): Promise<StoredKernel> {
  const cached = await storedKernel(cacheDir, wanted.debSha256)
  if (cached) return cached
  options.progress?.(`fetching ${wanted.package} ${wanted.version}`)
  return storeKernel(cacheDir, wanted.debSha256, async (scratch) => {
    const deb = await downloadPackage(wanted, scratch, options.signal)
    const came = await sha256OfFile(deb)
    if (came !== wanted.debSha256) {
      onMismatch()
      throw new CapbenchError(
        'CAPBENCH_HOSTILE',
        `${wanted.package} ${wanted.version} should have SHA-256 ${wanted.debSha256} and has ${came}`,
      )
    }
    const unpacked = join(scratch, 'unpacked')
    await mkdir(unpacked)
    return fileOfPackage(deb, wanted.vmlinuz, unpacked, options.signal)
  })
}

async function kernelOfFile(path: string, cacheDir: string): Promise<StoredKernel> {
  const image = await readKernelFile(resolve(path))
  const key = sha256(image)
  return (
    (await storedKernel(cacheDir, key)) ??
    (await about(resolve(path), () => storeKernel(cacheDir, key, async () => image)))
  )
}

/**
 * Finds the kernel to boot, unpacked in the cache. Works offline once it is there; needs no privilege.
 *
 * @throws CapbenchError with what was wanted, what came and the remedy, when there is none; the reason of `signal` once
 *   that has aborted
 */
export async function resolveKernel(options: KernelOptions = {}): Promise<ResolvedKernel> {
  const cacheDir = cacheDirectory(options.cacheDir)
  if (options.path !== undefined)
    return { ...(await kernelOfFile(options.path, cacheDir)), origin: { kind: 'file' }, notes: [] }

  const refusals: string[] = []
  const mismatches: string[] = []
  const attempt = async (wanted: KernelPackage, locked: boolean): Promise<ResolvedKernel | undefined> => {
    try {
      const onMismatch = (): void => void mismatches.push(`kernel-digest-mismatch:${wanted.package}`)
      const stored = await kernelOfPackage(wanted, cacheDir, options, onMismatch)
      const notes = [...mismatches, ...(locked ? [] : ['kernel-not-locked'])]
      return { ...stored, origin: { kind: 'package', locked, ...wanted }, notes }
    } catch (error) {
      if (!(error instanceof CapbenchError) || options.signal?.aborted) throw error
      refusals.push(error.message)
      return undefined
    }
  }
  for (const wanted of options.locked ?? lockedKernels) {
    const kernel = await attempt(wanted, true)
    if (kernel) return kernel
  }
  try {
    const kernel = await attempt(await currentKernelPackage(options.signal), false)
    if (kernel) return kernel
  } catch (error) {
    if (!(error instanceof CapbenchError) || options.signal?.aborted) throw error
    refusals.push(error.message)
  }
  throw new CapbenchError(
    'CAPBENCH_MISSING',
    `a Debian cloud kernel was wanted and none could be had (${refusals[0]}). ` +
      'Run `apt-get update` where apt is, or give the path of a readable x86-64 kernel image',
  )
}
