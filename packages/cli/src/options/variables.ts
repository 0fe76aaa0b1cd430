import { resolve } from 'node:path'
import { parseCpuList } from '@capbench/host'
import type { AcceleratorWish } from '@capbench/qemu'
import type { Variable } from './environment.ts'
import { oneOf, truth } from './usage.ts'

const accelerators = ['auto', 'kvm', 'tcg'] as const satisfies readonly AcceleratorWish[]

/** Host CPUs that runs may use. */
export const pinVariable: Variable<readonly number[]> = {
  name: 'CAPBENCH_PIN_CPUS',
  aliases: { 'linux-guest': 'LINUX_SMP_SCALE_QEMU_TASKSET_CPUS', 'capos-guest': 'CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS' },
  read: (_, value) => parseCpuList(value),
}

/** Whether the opt-in SMT diagnostic runs. */
export const smtVariable: Variable<boolean> = {
  name: 'CAPBENCH_INCLUDE_SMT',
  aliases: { 'linux-guest': 'LINUX_SMP_SCALE_INCLUDE_SMT', 'capos-guest': 'CAPOS_SMP_SCALE_INCLUDE_SMT' },
  read: truth,
}

/** Kernel image of a Linux guest, as an absolute path. */
export const kernelVariable = (cwd: string): Variable<string> => ({
  name: 'CAPBENCH_LINUX_KERNEL',
  aliases: { 'linux-guest': 'LINUX_SMP_SCALE_KERNEL' },
  read: (_, value) => resolve(cwd, value),
})

export const acceleratorVariable: Variable<AcceleratorWish> = {
  name: 'CAPBENCH_ACCEL',
  aliases: {},
  read: (source, value) => oneOf(source, value, accelerators),
}

export const storeVariable = 'CAPBENCH_STORE'
