import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from './program.ts'

export interface Booted {
  readonly code: number | null
  readonly records: Buffer
  readonly console: string
  readonly diagnostics: string
}

/** Boots an image under TCG; its records come on standard output. */
export async function boot(image: string, vcpus: number, words: string, directory: string): Promise<Booted> {
  const stage = mkdtempSync(join(directory, 'boot-'))
  const files = { console: join(stage, 'console'), diagnostics: join(stage, 'diagnostics') }
  const { code, records } = await runProgram('/usr/bin/qemu-system-x86_64', [
    ...['-no-user-config', '-nodefaults', '-display', 'none', '-no-reboot'],
    ...['-M', 'pc', '-accel', 'tcg,thread=multi', '-m', '128', '-smp', String(vcpus)],
    ...['-serial', 'stdio', '-serial', `file:${files.console}`, '-serial', `file:${files.diagnostics}`],
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04'],
    ...['-kernel', image, '-append', `-- ${words}`],
  ])
  const read = (file: string): string => readFileSync(file, 'latin1')
  return { code, records, console: read(files.console), diagnostics: read(files.diagnostics) }
}
