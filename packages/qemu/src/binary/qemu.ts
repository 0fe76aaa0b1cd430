import { cwd } from 'node:process'
import { allowedEnvironment, capture, findExecutable } from '@capbench/host'
import { sha256OfFile } from '../cache/digest.ts'

/** The emulator that runs guests, as it describes itself. */
export type QemuBinary =
  | { readonly found: true; readonly file: string; readonly version: string; readonly banner: string }
  | { readonly found: false; readonly file: string; readonly detail: string }

/** Nothing of the caller's environment reaches QEMU but this. */
export const qemuEnvironment = () => ({ ...allowedEnvironment('PATH'), LC_ALL: 'C' })

/** How long a QEMU may take to say its version, in milliseconds: a tenth of a second, on a busy host a few. */
const answerMs = 60_000

/**
 * Asks a QEMU for its version. A missing or broken one is an answer, not an exception.
 *
 * @throws the reason of `signal` once that has aborted: what was interrupted says nothing about the QEMU
 */
export async function inspectQemu(file: string, signal?: AbortSignal): Promise<QemuBinary> {
  const { exit, stdout, stderr } = await capture({
    file,
    args: ['--version'],
    env: qemuEnvironment(),
    timeoutMs: answerMs,
    ...(signal && { signal }),
  })
  signal?.throwIfAborted()
  if (exit.kind === 'not-started') return { found: false, file, detail: exit.message }
  const banner = stdout.split('\n')[0]?.trim() ?? ''
  const version = /^QEMU emulator version (\S+)/.exec(banner)?.[1]
  if (version !== undefined) return { found: true, file, version, banner }
  const said = (stderr || stdout).trim().split('\n')[0] ?? ''
  return { found: false, file, detail: `${file} --version did not answer like QEMU (${JSON.stringify(exit)}): ${said}` }
}

/** SHA-256 of the file that runs under this name; `null` where it may be executed but not read. */
export async function digestOfQemu(file: string): Promise<string | null> {
  const { PATH: path = '' } = allowedEnvironment('PATH')
  const executable = findExecutable(file, cwd(), path)
  if (!executable.found) return null
  return sha256OfFile(executable.path).catch(() => null)
}
