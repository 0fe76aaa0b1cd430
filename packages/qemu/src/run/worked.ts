import type { HostEvent } from '@capbench/core'
import type { VcpuThread } from '../qmp/queries.ts'

type Schedstat = Extract<HostEvent, { readonly kind: 'schedstat' }>

/** Part of the time between two readings that each vCPU worked, 0 to 1; a thread that one of them lacks is left out. */
export function workedShares(
  vcpus: readonly VcpuThread[],
  from: Schedstat,
  to: Schedstat,
): readonly { readonly index: number; readonly share: number }[] {
  const wallNs = to.atNs - from.atNs
  const runNs = ({ threads }: Schedstat, tid: number) => threads.find((thread) => thread.tid === tid)?.runNs
  return vcpus.flatMap(({ index, tid }) => {
    const [before, after] = [runNs(from, tid), runNs(to, tid)]
    if (before === undefined || after === undefined || wallNs <= 0) return []
    return [{ index, share: Math.min(1, Math.max(0, after - before) / wallNs) }]
  })
}

/** For a person: a guest that hangs waits, or works in vain. Empty where nothing was seen. */
export function sharesText(shares: ReturnType<typeof workedShares>, seconds: number): string {
  if (shares.length === 0) return ''
  const each = shares.map(({ index, share }) => `vCPU ${index} worked ${Math.round(share * 100)} %`)
  return `${each.join(', ')} of the last ${seconds.toFixed(1)} s, in which nothing was reported`
}
