import { nativeHost } from '@capbench/host'
import { bareGuest, linuxGuest } from '@capbench/qemu'
import type { TargetChoice, TargetSource } from './suite-source.ts'

/**
 * The systems that this family offers: a Linux guest, the same for aarch64, the same machine without an operating
 * system, and the host.
 *
 * @param needs memory of guests, where a suite needs more than theirs unless the caller says another
 */
export function targetsWith(needs: { readonly memoryMiB?: number } = {}): readonly TargetSource[] {
  const machine = ({ pin, accelerator, memoryMiB = needs.memoryMiB, gdb }: TargetChoice) => ({
    ...(pin && { pin }),
    ...(accelerator && { accelerator }),
    ...(memoryMiB !== undefined && { memoryMiB }),
    ...(gdb && { gdb }),
  })
  const linux = (choice: TargetChoice) => ({
    ...machine(choice),
    ...(choice.kernel !== undefined && { kernel: choice.kernel }),
  })
  return [
    { name: 'linux', kind: 'linux-guest', make: (choice) => linuxGuest(linux(choice)) },
    {
      name: 'linux-aarch64',
      kind: 'linux-guest',
      optIn: true,
      make: (choice) => linuxGuest({ name: 'linux-aarch64', arch: 'aarch64', ...linux(choice) }),
    },
    { name: 'bare', kind: 'bare-guest', make: (choice) => bareGuest(machine(choice)) },
    { name: 'native', kind: 'native', make: ({ pin }) => nativeHost(pin && { pin }) },
  ]
}
