import { cpusOrNull, type HostFiles } from './files.ts'

/** What keeps other work off CPUs, as the kernel's own files state it. */
export type Isolation = {
  /** CPUs out of the scheduler's load balancing (`isolcpus=`, isolated cpuset partitions). */
  readonly isolated: readonly number[] | null
  /** CPUs without a periodic tick while one task runs. */
  readonly nohzFull: readonly number[] | null
  /** CPUs whose RCU callbacks run elsewhere, from the kernel command line. */
  readonly rcuNocbs: readonly number[] | null
  /** The kernel parameters that asked for it, word by word. */
  readonly parameters: readonly string[]
  /** `cpuset.cpus.partition` of this process's cgroup: `member`, `root`, `isolated`. */
  readonly partition: string | null
}

const parameter = /^(?:isolcpus|nohz_full|rcu_nocbs|rcu_nocb_poll|irqaffinity|housekeeping)(?:=|$)/

export function readIsolation(files: HostFiles, partition: string | null): Isolation {
  const parameters = (files.text('proc/cmdline') ?? '').split(/\s+/).filter((word) => parameter.test(word))
  const rcu = parameters.find((word) => word.startsWith('rcu_nocbs='))?.slice('rcu_nocbs='.length)
  return {
    isolated: files.cpus('sys/devices/system/cpu/isolated'),
    nohzFull: files.cpus('sys/devices/system/cpu/nohz_full'),
    rcuNocbs: rcu === undefined ? null : cpusOrNull(rcu),
    parameters,
    partition,
  }
}
