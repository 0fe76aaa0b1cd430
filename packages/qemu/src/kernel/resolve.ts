import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Architecture, CapbenchError } from '@capbench/core'
import { sha256, sha256OfFile } from '../cache/digest.ts'
import { cacheDirectory } from '../cache/directory.ts'
import { currentKernelPackage, downloadPackage, fileOfPackage } from './apt.ts'
import { type AptSource, aptSource } from './apt-source.ts'
import { debianArchitectures, type KernelPackage, lockedKernels } from './lock.ts'
import { readKernelFile } from './readable.ts'
import { type StoredKernel, storedKernel, storeKernel } from './store.ts'

/** Where the kernel of a guest came from. */
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

/** Which kernel is booted, and where fetched ones are kept. */
export interface KernelOptions {
  /** An image of the caller's (bzImage, vmlinux, arm64 Image); without it the first pinned Debian cloud kernel. */
  readonly path?: string
  /** Default `x86_64`. */
  readonly arch?: Architecture
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

/** Where kernels of an architecture are looked for. */
interface Source {
  readonly cacheDir: string
  readonly arch: Architecture
  /** Asked for only where the cache does not have the kernel. */
  readonly apt: () => Promise<AptSource>
}

/** @param onMismatch is called before a package of other bytes is refused */
async function kernelOfPackage(
  wanted: KernelPackage,
  { cacheDir, arch, apt }: Source,
  { signal, progress }: KernelOptions,
  onMismatch: () => void,
): Promise<StoredKernel> {
  const cached = await storedKernel(cacheDir, wanted.debSha256, arch)
  if (cached) return cached
  const { options } = await apt()
  progress?.(`fetching ${wanted.package} ${wanted.version}`)
  return storeKernel(cacheDir, wanted.debSha256, arch, async (scratch) => {
    const deb = await downloadPackage(wanted, scratch, { options, signal })
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
    return fileOfPackage(deb, wanted.vmlinuz, unpacked, signal)
  })
}

async function kernelOfFile(path: string, cacheDir: string, arch: Architecture): Promise<StoredKernel> {
  const image = await readKernelFile(resolve(path))
  const key = sha256(image)
  return (
    (await storedKernel(cacheDir, key, arch)) ??
    (await about(resolve(path), () => storeKernel(cacheDir, key, arch, async () => image)))
  )
}

/** Why one after the other could not be had. */
type Refusals = string[]

async function pinnedOrCurrent(
  source: Source,
  options: KernelOptions,
  refusals: Refusals,
): Promise<ResolvedKernel | undefined> {
  const { arch } = source
  const { signal } = options
  const mismatches: string[] = []
  const orRefused = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof CapbenchError) || signal?.aborted) throw error
      refusals.push(error.message)
      return undefined
    }
  }
  const attempt = (wanted: KernelPackage, locked: boolean): Promise<ResolvedKernel | undefined> =>
    orRefused(async () => {
      const onMismatch = (): void => void mismatches.push(`kernel-digest-mismatch:${wanted.package}`)
      const stored = await kernelOfPackage(wanted, source, options, onMismatch)
      const notes = [...mismatches, ...(locked ? [] : ['kernel-not-locked'])]
      return { ...stored, origin: { kind: 'package', locked, ...wanted }, notes }
    })
  const pinned = options.locked ?? lockedKernels
  for (const wanted of pinned.filter(({ architecture }) => architecture === debianArchitectures[arch])) {
    const kernel = await attempt(wanted, true)
    if (kernel) return kernel
  }
  const current = await orRefused(async () =>
    currentKernelPackage(arch, { options: (await source.apt()).options, signal }),
  )
  return current && attempt(current, false)
}

/**
 * Finds the kernel to boot, unpacked in the cache. Works offline once it is there; needs no privilege.
 *
 * @throws CapbenchError with what was wanted, what came and the remedy, when there is none; the reason of `signal` once
 *   that has aborted
 */
export async function resolveKernel(options: KernelOptions = {}): Promise<ResolvedKernel> {
  const { path, arch = 'x86_64' } = options
  const cacheDir = cacheDirectory(options.cacheDir)
  if (path !== undefined) return { ...(await kernelOfFile(path, cacheDir, arch)), origin: { kind: 'file' }, notes: [] }

  let apt: Promise<AptSource> | undefined
  const source: Source = {
    cacheDir,
    arch,
    apt: () => {
      apt ??= aptSource(cacheDir, arch, options)
      return apt
    },
  }
  const refusals: Refusals = []
  const kernel = await pinnedOrCurrent(source, options, refusals)
  if (kernel) return kernel
  // lists of our own grow old: mirrors drop what they name
  if (apt && (await refreshed(apt, options))) {
    const second = await pinnedOrCurrent(source, options, refusals)
    if (second) return second
  }
  throw new CapbenchError(
    'CAPBENCH_MISSING',
    `a Debian cloud kernel for ${arch} was wanted and none could be had (${refusals[0]}). ` +
      `Run \`apt-get update\` where apt is, or give the path of a readable ${arch} kernel image`,
  )
}

async function refreshed(apt: Promise<AptSource>, { signal }: KernelOptions): Promise<boolean> {
  try {
    return await (await apt).refresh()
  } catch (error) {
    if (!(error instanceof CapbenchError) || signal?.aborted) throw error
    return false
  }
}
