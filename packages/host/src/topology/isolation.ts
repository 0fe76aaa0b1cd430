import type { Cpuset } from './cgroup.ts'
import { cpusOrNull, type HostFiles } from './files.ts'

/** What keeps other work off CPUs, as the kernel's own files state it. `null` is: the kernel does not say. */
export type Isolation = {
  /** CPUs out of the scheduler's load balancing since boot (`isolcpus=`). */
  readonly isolated: readonly number[] | null
  /** CPUs of isolated cpuset partitions, anywhere on the host. */
  readonly partitionIsolated: readonly number[] | null
  /** CPUs without a periodic tick while one task runs. */
  readonly nohzFull: readonly number[] | null
  /** CPUs whose RCU callbacks run in threads: asked for at boot, and the kernel has such a thread for each. */
  readonly rcuNocbs: readonly number[] | null
  /** The kernel parameters that asked for it, word by word: a hint, which the members above confirm or do not. */
  readonly parameters: readonly string[]
  /** `cpuset.cpus.partition` of this process's cgroup: `member`, `root`, `isolated`, or `isolated invalid (why)`. */
  readonly partition: string | null
}

const parameter = /^(?:isolcpus|nohz_full|rcu_nocbs|rcu_nocb_poll|irqaffinity|housekeeping)(?:=|$)/

export function readIsolation(files: HostFiles, { partition, isolated }: Cpuset): Isolation {
  const parameters = (files.text('proc/cmdline') ?? '').split(/\s+/).filter((word) => parameter.test(word))
  return {
    isolated: files.cpus('sys/devices/system/cpu/isolated'),
    partitionIsolated: isolated,
    nohzFull: files.cpus('sys/devices/system/cpu/nohz_full'),
    rcuNocbs: offloaded(files, parameters),
    parameters,
    partition,
  }
}

/**
 * No file names the CPUs whose callbacks are offloaded, and newer kernels start the threads that do it (`rcuop/2`, also
 * `rcuos`, `rcuob`: kernel/rcu/tree_nocb.h) for CPUs that could be. So the parameter says which, and a thread of each
 * says that this kernel can. `nohz_full=` asks for it as well (kernel/rcu/tree_nocb.h, rcu_init_nohz).
 */
function offloaded(files: HostFiles, parameters: readonly string[]): readonly number[] | null {
  const asked = parameters.flatMap((word) => {
    const [, list] = /^(?:rcu_nocbs|nohz_full)=(.*)$/.exec(word) ?? []
    return (list === undefined ? null : cpusOrNull(list)) ?? []
  })
  if (asked.length === 0) return null
  const threads = files.names('proc').flatMap((pid) => {
    const cpu = /^\d+$/.test(pid) ? /^rcuo[psb]\/(\d+)$/.exec(files.text(`proc/${pid}/comm`) ?? '')?.[1] : undefined
    return cpu === undefined ? [] : [Number(cpu)]
  })
  const confirmed = [...new Set(asked)].filter((cpu) => threads.includes(cpu)).sort((a, b) => a - b)
  return threads.length === 0 ? null : confirmed
}
