import type { JsonObject } from '@capbench/core'
import { sha256 } from '../cache/digest.ts'

/** Of the stored file and of what init does while it waits; another one is another key. */
const snapshotFormat = 1

/**
 * Everything that a saved state depends on. QEMU would take a state of a machine that only looks alike, and a guest of
 * other code would go on in the middle of it.
 */
export interface SnapshotParts {
  readonly qemu: { readonly version: string; readonly banner: string; readonly sha256: string | null }
  /** The whole command line of the saving machine: CPU model, memory, vCPUs, devices, kernel parameters, ... */
  readonly args: readonly string[]
  /** SHA-256 of the uncompressed kernel, and of the initramfs, which holds init, launcher and program. */
  readonly kernel: string
  readonly initramfs: string
  readonly hostCpuModel: string | null
  /** The clocks of a state belong to a boot of the host. */
  readonly hostBoot: string
}

/** The name of a state: SHA-256 of all its parts. */
export function snapshotKey(parts: SnapshotParts): string {
  const all: JsonObject = { format: snapshotFormat, ...parts }
  return sha256(Buffer.from(JSON.stringify(all, sorted)))
}

/** Keys of objects in one order, whatever order they were written in. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
