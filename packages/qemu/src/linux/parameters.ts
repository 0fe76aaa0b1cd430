import type { Architecture } from '@capbench/core'
import type { Accelerator } from '../probe/accelerator.ts'

/**
 * How the guest's kernel comes to know how fast its counter counts: it is told the rate of its TSC in kHz (`given`), or
 * measures it itself; the generic timer of aarch64 says its own rate (`architected`, CNTFRQ_EL0).
 */
export type GuestClock =
  | { readonly kind: 'given'; readonly tscKHz: number | string }
  | { readonly kind: 'measured' }
  | { readonly kind: 'architected' }

/**
 * Initialization that is left out, because it takes long where instructions are emulated and nothing that a measured
 * program calls depends on it. A name that a kernel does not know does nothing. In milliseconds of a Debian 6.1 kernel
 * under TCG:
 */
const skippedInitcalls = [
  'trace_eval_init', // 35: names in the formats of trace events; nobody traces
  'tracer_init_tracefs', // 40: thousands of files of tracefs, which nobody mounts
  'ftrace_check_for_weak_functions', // 45: tidies up the list of what could be traced
  'crypto_kdf108_init', // 20: a self-test that cryptomgr.notests does not cover; it sets nothing up
] as const

/** What every boot gets, whatever the machine; the kernel the caller chose may not know all of it. */
const always = [
  'panic=-1', // a panic becomes a reset, which -no-reboot makes an end of QEMU
  'quiet', // messages below a warning cost time on an emulated port; those of a panic are printed all the same
  'nokaslr', // one boot is like another
  'cryptomgr.notests', // self-tests of ciphers: 230 ms
  `initcall_blacklist=${skippedInitcalls.join(',')}`,
] as const

const byArchitecture = {
  x86_64: [
    'console=ttyS0',
    'tsc=reliable', // a host that is busy for a moment does not make the guest give up its TSC
    'no_timer_check', // nor its timer interrupt
  ],
  aarch64: [
    'console=ttyAMA0',
    'cma=0', // Debian's kernel would reserve 64 MiB for devices that the machine does not have, and complain
  ],
} as const satisfies Record<Architecture, readonly string[]>

/**
 * Only where QEMU emulates x86. With one vCPU a kernel patches the LOCK prefix out of its 9000 locked instructions,
 * which takes 130 ms, since each patch throws translated code away. TCG translates a locked instruction of a one-vCPU
 * machine to the same host code as a plain one, so nothing that is measured changes; and guests with one and with more
 * vCPUs run the same kernel code. A processor would feel the prefix, so under KVM the kernel does what it always does.
 */
const emulated = 'noreplace-smp'

/**
 * The clock is final from the first process on. Otherwise the kernel starts on `tsc-early`, measured within
 * milliseconds against an emulated timer, and a second later, in the middle of a program, goes over to a `tsc` whose
 * rate differs by up to 0.1 %.
 *
 * Given the rate (`tsc_early_khz`), it is exact from the start, and the second measurement (`init_tsc_clocksource`) is
 * left out. Else init waits for the change. On aarch64 there is one clock source from the first moment.
 */
function clockParameters(clock: GuestClock): readonly string[] {
  switch (clock.kind) {
    case 'given':
      return [`tsc_early_khz=${clock.tscKHz}`, 'initcall_blacklist=init_tsc_clocksource']
    case 'measured':
      return ['capbench.settle=1']
    case 'architected':
      return []
    default:
      return clock satisfies never
  }
}

/** The kernel parameters of a boot, without the caller's own and without its order. */
export function kernelParameters(arch: Architecture, accelerator: Accelerator, clock: GuestClock): readonly string[] {
  const plain = arch === 'x86_64' && accelerator === 'tcg' ? [emulated] : []
  return [...byArchitecture[arch], ...always, ...plain, ...clockParameters(clock)]
}

/** Has init wait for its order until the machine is restored, in place of the order. */
export const orderByInput = 'capbench.order=input'
