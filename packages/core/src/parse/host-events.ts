import { Check } from 'typebox/value'
import { Type } from '../define/type.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { CapbenchError } from '../error.ts'
import type { CpuTimes } from '../statistics/steal.ts'

const AffinityEvent = Type.Object({
  kind: Type.Literal('affinity'),
  atNs: Type.Integer(),
  when: Type.Enum(['start', 'end']),
  wanted: Type.Array(Type.Integer()),
  threads: Type.Array(Type.Object({ tid: Type.Integer(), comm: Type.String(), cpus: Type.Array(Type.Integer()) })),
})
const CpuTimesEvent = Type.Object({
  kind: Type.Literal('cpu-times'),
  atNs: Type.Integer(),
  cpus: Type.Array(Type.Object({ cpu: Type.Integer(), ticks: Type.Array(Type.Integer()) })),
})

/** What was seen of a run's placement and of its host, from the lines of `host.jsonl`. */
export interface HostObservation {
  /** CPUs that the threads together were seen to be allowed; undefined where nobody looked. */
  readonly cpus: readonly number[] | undefined
  /** Why the placement did not hold, if it did not. */
  readonly lost: string | undefined
  /** First and last reading of the CPUs' ticks; undefined where there are fewer than two. */
  readonly times: { readonly first: readonly CpuTimes[]; readonly last: readonly CpuTimes[] } | undefined
}

/**
 * Reads back what the kernel said, never what was asked for.
 *
 * @throws CAPBENCH_HOSTILE for a line that is not canonical JSON or an event that does not fit its schema.
 */
export function parseHostEvents(lines: readonly Uint8Array[], pinned: boolean): HostObservation {
  const seen = new Set<number>()
  const times: (readonly CpuTimes[])[] = []
  let lost: string | undefined
  let looked = false
  for (const [index, line] of lines.entries()) {
    const event = (readCanonicalJson(line) ?? {}) as { readonly kind?: unknown }
    const malformed = () =>
      new CapbenchError(
        'CAPBENCH_HOSTILE',
        `line ${index + 1} of host.jsonl is a malformed event of kind ${event.kind}`,
      )
    if (event.kind === 'affinity') {
      if (!Check(AffinityEvent, event)) throw malformed()
      looked = looked || event.threads.length > 0
      for (const { tid, comm, cpus } of event.threads) {
        for (const cpu of cpus) seen.add(cpu)
        if (pinned && cpus.some((cpu) => !event.wanted.includes(cpu))) {
          const wanted = `thread ${tid} (${comm}) was to stay on CPUs ${event.wanted.join(',')}`
          lost ??= `${wanted} and was allowed ${cpus.join(',')} at the ${event.when}`
        }
      }
    }
    if (event.kind === 'cpu-times') {
      if (!Check(CpuTimesEvent, event)) throw malformed()
      times.push(event.cpus)
    }
  }
  const [first, last] = [times[0], times.at(-1)]
  return {
    cpus: looked ? [...seen].sort((a, b) => a - b) : undefined,
    lost,
    times: first !== undefined && last !== undefined && times.length > 1 ? { first, last } : undefined,
  }
}
