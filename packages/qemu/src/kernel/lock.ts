import type { Architecture } from '@capbench/core'
import lockFile from './kernels.lock.json' with { type: 'json' }

/** A Debian package that carries a kernel image. */
export interface KernelPackage {
  readonly package: string
  readonly version: string
  readonly architecture: string
  readonly debSha256: string
  /** Path of the image inside the package. */
  readonly vmlinuz: string
}

/** What Debian calls an architecture. */
export const debianArchitectures = { x86_64: 'amd64', aarch64: 'arm64' } as const satisfies Record<Architecture, string>

/**
 * The pinned guest kernels, newest first for each architecture. Mirrors drop old versions, so the first one that can be
 * had is used.
 */
export const lockedKernels: readonly KernelPackage[] = lockFile.kernels
