import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** USER_HZ of the Linux ABI: ticks of `/proc/<pid>/stat` per second on every architecture that Node runs on. */
const ticksPerSecond = 100

/**
 * CPU time, user and system, of all children that have been waited for, and of theirs: `cutime + cstime` of
 * `/proc/self/stat` (proc(5)), which is RUSAGE_CHILDREN. Exact to 10 ms; take it before and after one child.
 *
 * @returns milliseconds
 */
export function childrenCpuMs(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // The first field here is number 3 of proc(5); cutime is 16, cstime 17.
  return ((Number(fields[13]) + Number(fields[14])) * 1000) / ticksPerSecond
}

export interface FinishedChild {
  readonly wallMs: number
  readonly cpuMs: number
  readonly output: string
  /** When the output first held the text that was waited for, after the start. */
  readonly seenMs: number | undefined
}

/**
 * Starts a process with PATH as its whole environment and waits until it is gone and its output is closed. Descriptor 3
 * is a pipe that nobody keeps, for a launcher's report.
 *
 * @throws Error where it exits with anything but 0
 */
export function runChild(file: string, args: readonly string[], awaited = ''): Promise<FinishedChild> {
  const cpuBefore = childrenCpuMs()
  const { PATH = '' } = process.env
  const start = performance.now()
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env: { PATH } })
  let output = ''
  let errors = ''
  let seenMs: number | undefined
  let wallMs = 0
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (seenMs === undefined && output.includes(awaited)) seenMs = performance.now() - start
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  child.stdio[3]?.on('data', () => {})
  child.once('exit', () => {
    wallMs = performance.now() - start
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (code === 0) resolve({ wallMs, cpuMs: childrenCpuMs() - cpuBefore, output, seenMs })
      else reject(new Error(`${file} ${args.join(' ')} ended with ${code ?? signal}: ${errors.trim()}`))
    })
  })
}
