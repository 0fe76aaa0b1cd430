import { smpPrimes } from '@capbench/bench-smp-primes'
import { nativeHost } from '@capbench/host'
import { bareGuest, linuxGuest } from '@capbench/qemu'
import type { SuiteSource, TargetChoice } from './suite-source.ts'

/** The choices of a machine, as far as they were made. */
const machineChoices = ({ pin, accelerator, memoryMiB, gdb }: TargetChoice) => ({
  ...(pin && { pin }),
  ...(accelerator && { accelerator }),
  ...(memoryMiB !== undefined && { memoryMiB }),
  ...(gdb && { gdb }),
})
const linuxChoices = (choice: TargetChoice) => ({
  ...machineChoices(choice),
  ...(choice.kernel !== undefined && { kernel: choice.kernel }),
})

/** SMP primes on a Linux guest, on the same machine without an operating system, on the host, and on aarch64. */
export const smpPrimesSource: SuiteSource = {
  name: 'smp-primes',
  benchmark: smpPrimes,
  targets: [
    {
      name: 'linux',
      kind: 'linux-guest',
      make: (choice) => linuxGuest(linuxChoices(choice)),
    },
    {
      name: 'linux-aarch64',
      kind: 'linux-guest',
      optIn: true,
      make: (choice) => linuxGuest({ name: 'linux-aarch64', arch: 'aarch64', ...linuxChoices(choice) }),
    },
    {
      name: 'bare',
      kind: 'bare-guest',
      make: (choice) => bareGuest(machineChoices(choice)),
    },
    { name: 'native', kind: 'native', make: ({ pin }) => nativeHost(pin && { pin }) },
  ],
}
