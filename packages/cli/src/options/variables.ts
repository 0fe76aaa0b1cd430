import { resolve } from 'node:path'
import { type PinChoice, parseCpuList } from '@capbench/host'
import type { AcceleratorWish } from '@capbench/qemu'
import type { Variable } from './environment.ts'
import { oneOf, truth, usage } from './usage.ts'

export const accelerators = ['auto', 'kvm', 'tcg'] as const satisfies readonly AcceleratorWish[]

/** Host CPUs that runs may use: a list, or a policy by its name. */
export const pinVariable: Variable<PinChoice> = {
  name: 'CAPBENCH_PIN_CPUS',
  aliases: { 'linux-guest': 'LINUX_SMP_SCALE_QEMU_TASKSET_CPUS', 'capos-guest': 'CAPOS_SMP_SCALE_QEMU_TASKSET_CPUS' },
  read: (source, value) => {
    const policy = (['cores', 'smt-pairs'] as const).find((each) => each === value.trim())
    if (policy !== undefined) return { policy }
    if (/[0-9]/.test(value)) return parseCpuList(value)
    throw usage(`${source} must be CPUs, as in 0-3,8, or cores, or smt-pairs; got ${JSON.stringify(value)}`)
  },
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
