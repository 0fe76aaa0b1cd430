import type { TopologyFact } from '../target/topology.ts'
import type { Observed } from './labels/observed.ts'

type IsolationLabel = Pick<Observed, 'isolation' | 'isolationVerified'>

const none: IsolationLabel = { isolation: 'none' }

/**
 * What keeps other work off CPUs that do the work of a row, as the kernel's own files confirm it for every one of them:
 *
 * - an isolated cpuset partition: exclusive CPUs without load balancing (`cpuset.cpus.partition` and
 *   `cpuset.cpus.isolated`, cgroup-v2.rst);
 * - `isolcpus`: CPUs outside of load balancing (`/sys/devices/system/cpu/isolated`);
 * - a root cpuset partition: CPUs that no cgroup beside it may use.
 *
 * A kernel parameter that the kernel does not confirm is a claim.
 *
 * @param pin CPUs of the vCPUs where each has its own (the other threads may then keep house elsewhere), else those of
 *   the row; as read back, null where it was not pinned: nothing keeps it on isolated CPUs then
 */
export function isolationOf(topology: TopologyFact | undefined, pin: readonly number[] | null): IsolationLabel {
  if (topology === undefined || pin === null || pin.length === 0) return none
  const { isolated, partition, partitionIsolated, parameters = [] } = topology.isolation
  const within = (cpus: readonly number[] | null | undefined) => pin.every((cpu) => cpus?.includes(cpu) ?? false)
  const ownPartition = partition === 'isolated' && within(topology.cpuset)
  if (ownPartition || within(partitionIsolated)) return verified('cgroup-partition')
  if (within(isolated)) return verified('isolcpus')
  if (partition === 'root' && within(topology.cpuset)) return verified('cpuset')
  const claimed = parameters.some((word) => word.startsWith('isolcpus='))
  return isolated === null && claimed ? { isolation: 'isolcpus', isolationVerified: false } : none
}

const verified = (isolation: IsolationLabel['isolation']): IsolationLabel => ({ isolation, isolationVerified: true })
