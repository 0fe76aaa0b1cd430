import type { Isolation } from './isolation.ts'
import type { HostTopology, LogicalCpu } from './topology.ts'

type Sources<T, Prefix extends string = ''> = { readonly [K in keyof T & string as `${Prefix}${K}`]: string }

const cpu = '/sys/devices/system/cpu'

/** Where every fact of the topology comes from, by its path in `env/topology.json`. */
export const topologySources: Sources<Omit<HostTopology, 'schema' | 'cpus' | 'isolation' | 'hypervisor' | 'sources'>> &
  Sources<Omit<LogicalCpu, 'cpu'>, 'cpus.'> &
  Sources<Isolation, 'isolation.'> = {
  cpuModel: '/proc/cpuinfo: model name, or CPU implementer and CPU part; else /sys/firmware/devicetree/base/model',
  online: `${cpu}/online, else /proc/cpuinfo`,
  allowed: 'online, affinity and cpuset together',
  affinity: '/proc/self/status: Cpus_allowed_list',
  cpuset: '/sys/fs/cgroup/<cgroup>/cpuset.cpus.effective, else /sys/fs/cgroup/cpuset/<cgroup>/cpuset.effective_cpus',
  caches: `${cpu}/cpu*/cache/index*`,
  'cpus.package': `${cpu}/cpu*/topology/physical_package_id`,
  'cpus.core': `${cpu}/cpu*/topology/core_id`,
  'cpus.siblings': `${cpu}/cpu*/topology/thread_siblings_list`,
  'cpus.node': '/sys/devices/system/node/node*/cpulist',
  'cpus.maxFrequencyKHz': `${cpu}/cpu*/cpufreq/cpuinfo_max_freq`,
  'cpus.governor': `${cpu}/cpu*/cpufreq/scaling_governor`,
  'cpus.coreType': '/sys/devices/cpu_core/cpus, /sys/devices/cpu_atom/cpus, /sys/devices/cpu_lowpower/cpus',
  'cpus.capacity': `${cpu}/cpu*/cpu_capacity`,
  'isolation.isolated': `${cpu}/isolated`,
  'isolation.partitionIsolated': '/sys/fs/cgroup/cpuset.cpus.isolated',
  'isolation.nohzFull': `${cpu}/nohz_full`,
  'isolation.rcuNocbs': '/proc/cmdline, confirmed by /proc/*/comm (rcuop/<cpu>)',
  'isolation.parameters': '/proc/cmdline',
  'isolation.partition': '/sys/fs/cgroup/<cgroup>/cpuset.cpus.partition',
}
