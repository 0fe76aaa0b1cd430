import { type Emulator, emulatorOf } from './emulator.ts'

/**
 * Why a QEMU command line must not be used for several vCPUs, or undefined where nothing speaks against it.
 *
 * - `-icount` runs all vCPUs on one thread and lets time pass by instructions (docs/devel/multi-thread-tcg.rst);
 * - `thread=single` runs them on one thread as well: no case gets faster by a second vCPU;
 * - with several accelerators QEMU falls back from one to the next and exits as if nothing had happened.
 *
 * @param args as for `emulatorOf`
 * @param vcpus of the case: one vCPU is never refused
 */
export function smpRefusal(args: readonly string[], vcpus: number): string | undefined {
  if (vcpus <= 1) return undefined
  const { icount, threadMode, accelerators }: Emulator = emulatorOf(args)
  const wanted = `${vcpus} vCPUs want a thread each`
  if (icount) {
    return `${wanted}; -icount runs all of them on one and counts instructions instead of time. Leave -icount out`
  }
  if (threadMode === 'single') {
    return `${wanted}; tcg,thread=single runs all of them on one. Use -accel tcg,thread=multi`
  }
  if (accelerators.length > 1) {
    return (
      `${wanted} of one known accelerator; ${accelerators.join(', ')} are named, and QEMU falls back from one to the ` +
      'next in silence. Name one'
    )
  }
  return undefined
}
