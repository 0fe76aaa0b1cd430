import type { Readable } from 'node:stream'
import type { ProcessExit } from '@capbench/core'
import type { EndCause } from './exit.ts'
import { launch } from './launch.ts'
import type { LaunchOptions } from './options.ts'

/** How a short command is run. */
export interface CaptureOptions extends Omit<LaunchOptions, 'channels'> {
  /** Most bytes that are kept of each stream; one more ends the process. Default 1 MiB. */
  readonly maxBytes?: number
}

/** What a short command said. */
export interface Captured {
  readonly exit: ProcessExit
  readonly cause: EndCause | 'overflow' | null
  /** UTF-8, with U+FFFD for what is not. */
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a short command to its end and returns what it printed. Default time limit 10 s.
 *
 * @throws CapbenchError CAPBENCH_USAGE for options that cannot be; what the command does is a result
 */
export async function capture({
  maxBytes = 1 << 20,
  timeoutMs = 10_000,
  ...options
}: CaptureOptions): Promise<Captured> {
  const process = await launch({ ...options, timeoutMs })
  let overflow = false
  const onOverflow = (): void => {
    overflow = true
    void process.end()
  }
  const stdout = collect(process.stdout, maxBytes, onOverflow)
  const stderr = collect(process.stderr, maxBytes, onOverflow)
  await process.exit
  const { exit, cause } = await process.end()
  return { exit, cause: overflow ? 'overflow' : cause, stdout: await stdout, stderr: await stderr }
}

function collect(stream: Readable, maxBytes: number, onOverflow: () => void): Promise<string> {
  const chunks: Buffer[] = []
  let room = maxBytes
  stream.on('data', (chunk: Buffer) => {
    if (chunk.length > room) onOverflow()
    if (room > 0) chunks.push(chunk.subarray(0, room))
    room = Math.max(0, room - chunk.length)
  })
  return new Promise((resolve) => stream.once('end', () => resolve(Buffer.concat(chunks).toString('utf8'))))
}
