import { join } from 'node:path'
import type { ProgramFile } from '@capbench/core'
import { programBytes } from '@capbench/guest'
import { sha256 } from '../cache/digest.ts'
import { publishFile } from '../cache/directory.ts'
import { type CpioEntry, writeCpio } from './cpio.ts'

/** What an initramfs is made of: `/init`, the launcher, and the programs of a run, as files under `/bin`. */
export interface InitramfsParts {
  readonly init: ProgramFile
  readonly launcher: ProgramFile
  readonly programs: readonly ProgramFile[]
}

/** Path of a program inside the guest. */
export function guestPath(program: ProgramFile): string {
  return `/bin/${program.name}`
}

const executable = async (path: string, program: ProgramFile): Promise<CpioEntry> => ({
  kind: 'file',
  path,
  mode: 0o755,
  bytes: await programBytes(program),
})

/**
 * Builds an initramfs in the cache, named by its own digest: the same parts give the same file, and the command of a
 * run can be repeated by hand. Devices come from devtmpfs; the console node is what the kernel opens for init before
 * that.
 *
 * @returns path and digest of the archive
 * @throws CapbenchError `CAPBENCH_HOSTILE` for a program that is not the one its manifest describes
 */
export async function buildInitramfs(
  parts: InitramfsParts,
  cacheDir: string,
): Promise<{ readonly path: string; readonly sha256: string }> {
  const files = await Promise.all([
    executable('init', parts.init),
    ...[parts.launcher, ...parts.programs].map((program) => executable(guestPath(program).slice(1), program)),
  ])
  const archive = writeCpio([
    { kind: 'directory', path: 'bin', mode: 0o755 },
    { kind: 'directory', path: 'dev', mode: 0o755 },
    { kind: 'character-device', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
    ...files,
  ])
  const digest = sha256(archive)
  const path = join(cacheDir, 'initramfs', `${digest}.cpio`)
  await publishFile(path, archive)
  return { path, sha256: digest }
}
