import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { usage } from '../options/usage.ts'

/** As much as a run may print on one channel. */
const mostBytes = 64 * 1024 * 1024

/**
 * All bytes of a file or pipe, or of standard input, which is called `-`.
 *
 * @throws CAPBENCH_USAGE where it cannot be read, or holds more than 64 MiB: of an endless one no more is ever kept
 */
export async function readLog(
  file: string,
  { cwd, signal }: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    const standardInput = { fd: 0, autoClose: false }
    const stream = createReadStream(resolve(cwd, file), { signal, ...(file === '-' && standardInput) })
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > mostBytes) break
      chunks.push(chunk)
    }
  } catch (error) {
    throw usage(`cannot read the log ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (bytes <= mostBytes) return Buffer.concat(chunks)
  throw usage(
    `${file} has more than ${mostBytes / 1024 ** 2} MiB, which no run may print; cut it to the run that you mean`,
  )
}
