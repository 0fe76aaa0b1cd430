import { eventsOf } from '../parse/host-events.ts'
import type { HostEvent } from '../target/events.ts'

type Affinity = Extract<HostEvent, { readonly kind: 'affinity' }>

/** What the kernel said of a run's placement, never what was asked for. */
export interface SeenPlacement {
  /** CPUs that the threads together were seen to be allowed; undefined where nobody looked. */
  readonly cpus: readonly number[] | undefined
  /** Every process that was read at the start was read again at the end: until then a placement is only a wish. */
  readonly readAgain: boolean
  /** CPUs that the run was pinned to, as its events say; empty where it was not. */
  readonly wanted: readonly number[]
  /** CPU of each vCPU by its number, where each was pinned by itself and seen there at the start and at the end. */
  readonly vcpuMap: readonly number[] | undefined
  /** Why the placement did not hold, if it did not. */
  readonly lost: string | undefined
}

/**
 * Reads the placement of a run back from its affinity events.
 *
 * @param pinned whether the target pins at all; where it does not, no placement can be lost
 */
export function placementOf(events: readonly HostEvent[], pinned: boolean): SeenPlacement {
  const readings = eventsOf(events, 'affinity')
  const seen = new Set(readings.flatMap(({ threads }) => threads.flatMap(({ cpus }) => cpus)))
  const looked = readings.some(({ threads }) => threads.length > 0)
  const faults = pinned ? readings.flatMap(faultsOf) : []
  return {
    cpus: looked ? ascending([...seen]) : undefined,
    readAgain: wasReadAgain(readings),
    wanted: pinned ? ascending([...new Set(readings.flatMap(({ wanted }) => wanted))]) : [],
    vcpuMap: pinned && faults.length === 0 ? mapOf(readings) : undefined,
    lost: faults[0] ?? (pinned ? movedMap(readings) : undefined),
  }
}

/** Threads come and go; the first one of a process stays as long as the process does. */
function wasReadAgain(readings: readonly Affinity[]): boolean {
  const tidsAt = (when: Affinity['when']) =>
    readings
      .filter((reading) => reading.when === when && reading.threads.length > 0)
      .map(({ threads }) => threads.map(({ tid }) => tid))
  const ends = tidsAt('end').flat()
  return ends.length > 0 && tidsAt('start').every((tids) => tids.some((tid) => ends.includes(tid)))
}

/** Every vCPU thread has its one CPU, every other thread stays within the pin set. */
function faultsOf({ when, wanted, vcpus = [], threads }: Affinity): readonly string[] {
  const own = vcpus.map(({ index, tid, cpu }) => {
    const thread = threads.find((each) => each.tid === tid)
    const sharing = vcpus.find((other) => other.tid === tid && other.index !== index)
    const which = `vCPU ${index} (thread ${tid})`
    if (sharing !== undefined) return `${which} has no thread of its own: vCPU ${sharing.index} runs on it too`
    if (thread === undefined) return `${which} was to have CPU ${cpu} alone and was not there at the ${when}`
    if (thread.cpus.length === 1 && thread.cpus[0] === cpu) return undefined
    return `${which} was to have CPU ${cpu} alone and was allowed ${thread.cpus.join(',')} at the ${when}`
  })
  const others = threads.map(({ tid, comm, cpus }) => {
    if (vcpus.some((vcpu) => vcpu.tid === tid) || cpus.every((cpu) => wanted.includes(cpu))) return undefined
    const stay = `thread ${tid} (${comm}) was to stay on CPUs ${wanted.join(',')}`
    return `${stay} and was allowed ${cpus.join(',')} at the ${when}`
  })
  return [...own, ...others].filter((fault) => fault !== undefined)
}

const mapText = ({ vcpus = [] }: Affinity): string =>
  [...vcpus]
    .sort((a, b) => a.index - b.index)
    .map(({ index, cpu }) => `${index} on ${cpu}`)
    .join(', ')

function movedMap(readings: readonly Affinity[]): string | undefined {
  const maps = [...new Set(readings.filter(({ vcpus }) => vcpus !== undefined).map(mapText))]
  return maps.length > 1 ? `the vCPUs were pinned anew during the run: ${maps.join('; then ')}` : undefined
}

/** Seen at the start and at the end; a map that nobody read again at the end is only a wish. */
function mapOf(readings: readonly Affinity[]): readonly number[] | undefined {
  const both = (['start', 'end'] as const).map((when) =>
    readings.find((each) => each.when === when && each.vcpus !== undefined),
  )
  const [start, end] = both
  if (start?.vcpus === undefined || end === undefined || mapText(start) !== mapText(end)) return undefined
  return [...start.vcpus].sort((a, b) => a.index - b.index).map(({ cpu }) => cpu)
}

const ascending = (numbers: readonly number[]): readonly number[] => [...numbers].sort((a, b) => a - b)
