import type { HostEvent, TranscriptSink } from '@capbench/core'
import { cpuTimes, monotonicNs } from './snapshot.ts'

/** The program says that a region of it, usually `timed`, begins or ends. */
export interface Mark {
  readonly region: string
  readonly edge: 'begin' | 'end'
}

/** Marks of one run that are acted upon; a program that prints more is not worth the readings. */
export const maxMarks = 256
const regionPattern = /^[a-z0-9][a-z0-9._-]{0,63}$/

/** The JSON of a `mark` record, read as what it is to be; anything else is no mark. */
function markOf(value: unknown): Mark | undefined {
  if (typeof value !== 'object' || value === null || !('region' in value && 'edge' in value)) return undefined
  const { region, edge } = value
  if (typeof region !== 'string' || !regionPattern.test(region)) return undefined
  return edge === 'begin' || edge === 'end' ? { region, edge } : undefined
}

/**
 * Writes every mark to `host.jsonl`, followed by one reading of the threads and one of the CPUs, which belong to it.
 * They are taken when the mark arrives: between the two lies the way of one record to the host.
 *
 * @param read reads CPU time and run delay of all threads of the run
 * @param cpus whose ticks are read; default all
 * @returns takes the JSON of a `mark` record; what is no mark, and what comes after 256 of them, is passed over
 */
export function markReadings(
  sink: TranscriptSink,
  read: () => Extract<HostEvent, { readonly kind: 'schedstat' }>,
  cpus?: readonly number[],
): (value: unknown) => Mark | undefined {
  let seen = 0
  return (value) => {
    const mark = markOf(value)
    if (mark === undefined || ++seen > maxMarks) return undefined
    sink.event({ kind: 'mark', atNs: monotonicNs(), ...mark })
    sink.event(read())
    sink.event(cpuTimes(cpus))
    return mark
  }
}
