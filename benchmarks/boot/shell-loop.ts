import { randomBytes } from 'node:crypto'
import { runChild } from '../measure/child.ts'

export interface PlainBoot {
  readonly bzImage: string
  readonly initramfs: string
  readonly accelerator: string
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/**
 * What one would write in a shell loop: the bzImage on `-M pc`, records on the console, the program as the first
 * process (`rdinit=`), whose end is a panic, and so with `panic=-1 -no-reboot` the end of QEMU.
 */
function plainBootCommand({ bzImage, initramfs, accelerator }: PlainBoot, nonce: string): string {
  const append = `console=ttyS0 panic=-1 quiet rdinit=/bin/proof-boot -- ${nonce}`
  return [
    'exec qemu-system-x86_64 -nodefaults -display none -no-reboot',
    `-M pc -accel ${accelerator} -m 128M -serial stdio`,
    `-kernel ${quoted(bzImage)} -initrd ${quoted(initramfs)} -append ${quoted(append)}`,
  ].join(' ')
}

/** One turn of that loop. @throws Error where the program's records did not come whole */
export async function plainBoot(boot: PlainBoot) {
  const nonce = randomBytes(16).toString('hex')
  const { wallMs, cpuMs, seenMs, output } = await runChild('sh', ['-c', plainBootCommand(boot, nonce)], '@CB1 ')
  if (seenMs === undefined || !output.includes(`@CB1 ${nonce} 2 end `))
    throw new Error(`the plain boot printed no whole stream: ${output.slice(-300)}`)
  return { wallMs, cpuMs, seenMs }
}
