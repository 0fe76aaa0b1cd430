import { smpPrimes } from '@capbench/bench-smp-primes'
import { nativeHost } from '@capbench/host'
import { bareGuest, linuxGuest } from '@capbench/qemu'
import type { SuiteSource } from './suite-source.ts'

/** SMP primes on a Linux guest, on the same machine without an operating system, and on the host. */
export const smpPrimesSource: SuiteSource = {
  name: 'smp-primes',
  benchmark: smpPrimes,
  targets: [
    {
      name: 'linux',
      kind: 'linux-guest',
      make: ({ pin, kernel, accelerator, memoryMiB, gdb }) =>
        linuxGuest({
          ...(pin && { pin }),
          ...(kernel !== undefined && { kernel }),
          ...(accelerator && { accelerator }),
          ...(memoryMiB !== undefined && { memoryMiB }),
          ...(gdb && { gdb }),
        }),
    },
    {
      name: 'bare',
      kind: 'bare-guest',
      make: ({ pin, accelerator, memoryMiB, gdb }) =>
        bareGuest({
          ...(pin && { pin }),
          ...(accelerator && { accelerator }),
          ...(memoryMiB !== undefined && { memoryMiB }),
          ...(gdb && { gdb }),
        }),
    },
    { name: 'native', kind: 'native', make: ({ pin }) => nativeHost(pin && { pin }) },
  ],
}
