import { smpPrimes } from '@capbench/bench-smp-primes'
import { nativeHost } from '@capbench/host'
import { linuxGuest } from '@capbench/qemu'
import type { SuiteSource } from './suite-source.ts'

/** SMP primes on a Linux guest and on the host. */
export const smpPrimesSource: SuiteSource = {
  name: 'smp-primes',
  benchmark: smpPrimes,
  targets: [
    {
      name: 'linux',
      kind: 'linux-guest',
      make: ({ pin, kernel, accelerator, memoryMiB }) =>
        linuxGuest({
          ...(pin && { pin }),
          ...(kernel !== undefined && { kernel }),
          ...(accelerator && { accelerator }),
          ...(memoryMiB !== undefined && { memoryMiB }),
        }),
    },
    { name: 'native', kind: 'native', make: ({ pin }) => nativeHost(pin && { pin }) },
  ],
}
