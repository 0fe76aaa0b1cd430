import type { HostEvent } from '../../target/events.ts'

type EventOf<K extends HostEvent['kind']> = Extract<HostEvent, { readonly kind: K }>

/** Two readings of one kind, each with its own time. */
export interface Span<K extends 'schedstat' | 'cpu-times'> {
  readonly from: EventOf<K>
  readonly to: EventOf<K>
}

/** What was read at the ends of the timed region; of the whole run where the program marked none. */
export interface Region {
  readonly region: 'timed' | 'whole-run'
  /** One for each process whose threads were read: a harness may boot several machines, one after the other. */
  readonly threads: readonly Span<'schedstat'>[]
  readonly cpus: Span<'cpu-times'> | undefined
}

/** The region that programs mark; others of theirs are their own business. */
const timed = 'timed'

/** From the first `begin` to the last `end` of the timed region, by the readings that follow each mark. */
export function timedRegion(events: readonly HostEvent[]): Region {
  const isMark = (event: HostEvent, edge: 'begin' | 'end') =>
    event.kind === 'mark' && event.region === timed && event.edge === edge
  const begin = events.findIndex((event) => isMark(event, 'begin'))
  const end = events.findLastIndex((event) => isMark(event, 'end'))
  if (begin >= 0 && end > begin) {
    const [from, to] = [readingsAfter(events, begin), readingsAfter(events, end)]
    const threads = spanOf(withThreads(from.schedstat), to.schedstat)
    const cpus = spanOf(from.cpuTimes, to.cpuTimes)
    if (threads !== undefined || cpus !== undefined)
      return { region: 'timed', threads: threads === undefined ? [] : [threads], cpus }
  }
  const all = <K extends HostEvent['kind']>(kind: K) =>
    events.filter((event): event is EventOf<K> => event.kind === kind)
  const [schedstats, cpuTimes] = [all('schedstat'), all('cpu-times')]
  return {
    region: 'whole-run',
    threads: processesOf(schedstats).flatMap((own) => spanOf(own[0], own.at(-1)) ?? []),
    cpus: spanOf(cpuTimes[0], cpuTimes.at(-1)),
  }
}

/** Readings by process: two belong together that have a thread in common. */
function processesOf(readings: readonly EventOf<'schedstat'>[]): readonly (readonly EventOf<'schedstat'>[])[] {
  const processes: { readonly tids: Set<number>; readonly own: EventOf<'schedstat'>[] }[] = []
  for (const reading of readings.filter(withThreads)) {
    const tids = reading.threads.map(({ tid }) => tid)
    const known = processes.find((each) => tids.some((tid) => each.tids.has(tid)))
    if (known === undefined) processes.push({ tids: new Set(tids), own: [reading] })
    else {
      known.own.push(reading)
      for (const tid of tids) known.tids.add(tid)
    }
  }
  return processes.map(({ own }) => own)
}

/** A reading of no thread came too early to say where the others stood: they would be counted from their start. */
const withThreads = (reading: EventOf<'schedstat'> | undefined) =>
  reading !== undefined && reading.threads.length > 0 ? reading : undefined

/** The readings that belong to a mark: those before the next one. */
function readingsAfter(events: readonly HostEvent[], mark: number) {
  const rest = events.slice(mark + 1)
  const next = rest.findIndex(({ kind }) => kind === 'mark')
  const own = next < 0 ? rest : rest.slice(0, next)
  return {
    schedstat: own.find((event) => event.kind === 'schedstat'),
    cpuTimes: own.find((event) => event.kind === 'cpu-times'),
  }
}

function spanOf<E extends { readonly atNs: number }>(
  from: E | undefined,
  to: E | undefined,
): { readonly from: E; readonly to: E } | undefined {
  return from !== undefined && to !== undefined && to.atNs > from.atNs ? { from, to } : undefined
}
