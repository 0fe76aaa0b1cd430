import { type SpawnOptions, spawn } from 'node:child_process'

/** What programs are given in tests. */
export const nonce = '0123456789abcdef0123456789abcdef'

export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Records. */
  readonly stdout: Buffer
  /** Diagnostics. */
  readonly stderr: string
  /** What came on descriptor 3. */
  readonly extra: string
}

export interface Running {
  readonly pid: number
  readonly finished: Promise<Finished>
}

/** Starts a program as the launcher does: nothing on 0, records on 1, diagnostics on 2, no environment. */
export function start(file: string, args: readonly string[]): Running {
  const options: SpawnOptions = { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env: {} }
  const child = spawn(file, args, options)
  const chunks: readonly Buffer[][] = [[], [], [], []]
  for (const index of [1, 2, 3]) {
    child.stdio[index]?.on('data', (chunk: Buffer) => chunks[index]?.push(chunk))
  }
  const text = (index: number) => Buffer.concat(chunks[index] ?? [])
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout: text(1), stderr: text(2).toString(), extra: text(3).toString() })
    })
  })
  return { pid: child.pid ?? -1, finished }
}

/** Runs a program to its end. */
export function runToEnd(file: string, args: readonly string[]): Promise<Finished> {
  return start(file, args).finished
}
