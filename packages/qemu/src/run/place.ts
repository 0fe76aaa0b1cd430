import { CapbenchError, type TranscriptSink } from '@capbench/core'
import { monotonicNs, setAffinity, type ThreadPlacement } from '@capbench/host'
import type { VcpuThread } from '../qmp/queries.ts'

/** The thread of a vCPU and the CPU that it was pinned to, if it was. */
export interface PlacedVcpu extends VcpuThread {
  readonly cpu?: number
}

/**
 * Pins the threads of a machine that has not run an instruction yet: first all of them to the CPUs of the others, then
 * each vCPU to its own. Threads that QEMU makes later inherit from a thread that is no vCPU. What the kernel refuses is
 * kept as a fact `pin-refused`; whether the placement held is read back, never concluded from this.
 *
 * @throws CapbenchError `CAPBENCH_LAUNCH` where QEMU has fewer vCPUs than the placement, or runs two on one thread
 */
export async function placeThreads(
  pid: number,
  vcpus: readonly VcpuThread[],
  { vcpus: pins, others }: ThreadPlacement,
  sink: TranscriptSink,
): Promise<readonly PlacedVcpu[]> {
  if (pins === undefined) return vcpus
  const tids = vcpus.map(({ tid }) => tid)
  if (tids.length !== pins.length)
    throw new CapbenchError('CAPBENCH_LAUNCH', `${pins.length} vCPUs were to be pinned, QEMU has ${tids.length}`)
  if (new Set(tids).size !== tids.length)
    throw new CapbenchError(
      'CAPBENCH_LAUNCH',
      `vCPUs can be pinned only where each has a thread of its own, here the threads are ${tids.join(', ')}; ` +
        'TCG needs thread=multi',
    )
  const pin = async (tid: number, cpus: readonly number[], whole: boolean): Promise<void> => {
    const refused = await setAffinity(tid, cpus, { whole })
    if (refused === null) return
    const value = { tid, cpus: [...cpus], refused }
    sink.event({ kind: 'fact', atNs: monotonicNs(), name: 'pin-refused', value })
  }
  await pin(pid, others, true)
  const placed = vcpus.map((vcpu, at) => ({ ...vcpu, cpu: pins[at] as number }))
  for (const { tid, cpu } of placed) await pin(tid, [cpu], false)
  return placed
}
