import type { JsonValue } from '@capbench/core'
import type { QmpClient } from './client.ts'

/** A vCPU and the host thread that runs it. */
export interface VcpuThread {
  readonly index: number
  /** Thread id on the host (not `props.thread-id`, which is the guest's topology). */
  readonly tid: number
}

const field = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: JsonValue })[name]
    : undefined

/** The host threads of all vCPUs, in the order of their index (`query-cpus-fast`). */
export async function vcpuThreads(client: QmpClient): Promise<readonly VcpuThread[]> {
  const answer = await client.execute('query-cpus-fast')
  const cpus: readonly JsonValue[] = Array.isArray(answer) ? answer : []
  return cpus
    .flatMap((cpu) => {
      const index = field(cpu, 'cpu-index')
      const tid = field(cpu, 'thread-id')
      return typeof index === 'number' && typeof tid === 'number' ? [{ index, tid }] : []
    })
    .sort((a, b) => a.index - b.index)
}
