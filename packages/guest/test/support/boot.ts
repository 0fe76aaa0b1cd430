import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runToEnd } from './run.ts'

export interface BootOptions {
  readonly vcpus?: number
  /** Command line as it is; without it the loader leaves none of ours. */
  readonly append?: string
  /** Serial ports of the machine, of COM1, COM2 and COM3. */
  readonly ports?: 1 | 2 | 3
}

export interface Booted {
  /** Of QEMU: `null` where a signal ended it. */
  readonly code: number | null
  readonly records: Buffer
  readonly console: string
  readonly diagnostics: string
}

/** Boots an image under TCG, one file a port but for COM1, until the guest ends its machine. */
export async function boot(image: string, directory: string, options: BootOptions = {}): Promise<Booted> {
  const { vcpus = 1, append, ports = 3 } = options
  const stage = mkdtempSync(join(directory, 'boot-'))
  const files = ['console', 'diagnostics'].slice(0, ports - 1).map((name) => join(stage, name))
  const { code, stdout, stderr } = await runToEnd('qemu-system-x86_64', [
    ...['-no-user-config', '-nodefaults', '-display', 'none', '-no-reboot'],
    ...['-M', 'pc', '-accel', 'tcg,thread=multi', '-m', '32', '-smp', String(vcpus)],
    ...['-serial', 'stdio', ...files.flatMap((file) => ['-serial', `file:${file}`])],
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04'],
    ...['-kernel', image, ...(append === undefined ? [] : ['-append', append])],
  ])
  if (stderr !== '') throw new Error(stderr)
  const [said = '', diagnostics = ''] = files.map((file) => readFileSync(file, 'latin1'))
  return { code, records: stdout, console: said, diagnostics }
}

/** The image without what Multiboot loaders look for, so that QEMU enters by the note of PVH. */
export function withoutMultiboot(image: Buffer): Buffer {
  const header = image.indexOf(Buffer.from([0x02, 0xb0, 0xad, 0x1b]))
  if (header < 0) throw new Error('the image has no Multiboot header')
  return Buffer.concat([image.subarray(0, header), Buffer.alloc(4), image.subarray(header + 4)])
}
