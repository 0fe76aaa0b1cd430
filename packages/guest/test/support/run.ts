import { spawn } from 'node:child_process'

export const nonce = '0123456789abcdef0123456789abcdef'
export const launcherNonce = 'fedcba9876543210fedcba9876543210'

export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: string
  /** What came on descriptor 3. */
  readonly report: Buffer
}

export interface Running {
  readonly pid: number
  readonly finished: Promise<Finished>
  readonly kill: (signal: NodeJS.Signals) => void
  /** Resolves once the bytes of a channel match; rejects when the process ends first. */
  readonly seen: (channel: 'stdout' | 'report', pattern: RegExp) => Promise<RegExpExecArray>
}

/** Starts a program with pipes on 1, 2 and 3, and an environment that it should not get to see. */
export function start(file: string, args: readonly string[], stdin: 'ignore' | 'pipe' = 'ignore'): Running {
  const child = spawn(file, args, {
    stdio: [stdin, 'pipe', 'pipe', 'pipe'],
    env: { LEAKED: 'secret', PATH: '/usr/bin:/bin' },
  })
  const chunks: Record<'stdout' | 'stderr' | 'report', Buffer[]> = { stdout: [], stderr: [], report: [] }
  const listeners = new Set<() => void>()
  for (const [index, name] of [
    [1, 'stdout'],
    [2, 'stderr'],
    [3, 'report'],
  ] as const) {
    child.stdio[index]?.on('data', (chunk: Buffer) => {
      chunks[name].push(chunk)
      for (const listener of listeners) listener()
    })
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      const [stdout, report] = [Buffer.concat(chunks.stdout), Buffer.concat(chunks.report)]
      resolve({ code, signal, stdout, stderr: Buffer.concat(chunks.stderr).toString(), report })
    })
  })
  const seen = (channel: 'stdout' | 'report', pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(Buffer.concat(chunks[channel]).toString())
        if (match !== null) resolve(match)
      }
      listeners.add(look)
      look()
      void finished.then(() => reject(new Error(`the process ended without ${pattern} on ${channel}`)))
    })
  return { pid: child.pid ?? -1, finished, kill: (signal) => child.kill(signal), seen }
}

/** Runs a program to its end. */
export function runToEnd(file: string, args: readonly string[]): Promise<Finished> {
  return start(file, args).finished
}
