import { cpus, loadavg, release, totalmem } from 'node:os'
import { capture } from '@capbench/host'

/** Where and with what the figures were made. */
export interface Machine {
  readonly date: string
  readonly cpu: string
  readonly cpus: number
  readonly memoryGiB: number
  readonly kernel: string
  readonly node: string
  readonly qemu: string
  readonly hyperfine: string
  /** Of the last minute, before the first measurement; above 1 the medians are those of a busy machine. */
  readonly load: number
}

/** First line of what a tool says of itself, or why it says nothing. */
async function version(file: string): Promise<string> {
  const { exit, stdout } = await capture({ file, args: ['--version'] })
  return exit.kind === 'not-started' ? 'not installed' : (stdout.split('\n')[0] ?? '')
}

export async function describeMachine(): Promise<Machine> {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? 'unknown',
    cpus: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    qemu: await version('qemu-system-x86_64'),
    hyperfine: await version('hyperfine'),
    load: loadavg()[0] ?? 0,
  }
}
