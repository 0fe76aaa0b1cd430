import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Finished, runToEnd } from './run.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** What an image wrote to its second and third serial port, besides what every program leaves. */
export interface Booted extends Pick<Finished, 'code' | 'stdout' | 'stderr'> {
  readonly console: string
  readonly diagnostics: string
}

/** Boots an image under TCG with these words behind its command line; its records come on standard output. */
export async function boot(image: string, vcpus: number, words: string, memoryMiB = 64): Promise<Booted> {
  const stage = temporaryDirectory()
  const files = { console: join(stage, 'console'), diagnostics: join(stage, 'diagnostics') }
  const { code, stdout, stderr } = await runToEnd('/usr/bin/qemu-system-x86_64', [
    ...['-no-user-config', '-nodefaults', '-display', 'none', '-no-reboot'],
    ...['-M', 'pc', '-accel', 'tcg,thread=multi', '-m', String(memoryMiB), '-smp', String(vcpus)],
    ...['-serial', 'stdio', '-serial', `file:${files.console}`, '-serial', `file:${files.diagnostics}`],
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04'],
    ...['-kernel', image, '-append', `-- ${words}`],
  ])
  const read = (file: string): string => readFileSync(file, 'latin1')
  return { code, stdout, stderr, console: read(files.console), diagnostics: read(files.diagnostics) }
}
