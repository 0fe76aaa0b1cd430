import type { RunRecord } from '../../evidence/run-record.ts'
import { readHostEvents } from '../../parse/host-events.ts'
import { parseLauncher } from '../../parse/launcher.ts'
import { stealFraction } from '../../statistics/steal.ts'
import type { HostEvent } from '../../target/events.ts'
import type { TargetFacts } from '../../target/facts.ts'
import type { FinishedRun } from '../finished-run.ts'
import { placementOf, type SeenPlacement } from '../placement.ts'
import { contentionLimits, leastRegionNs, tickNs } from './limits.ts'
import { type Region, type Span, timedRegion } from './region.ts'
import { type ThreadTime, threadTimes, vcpuOfThread } from './threads.ts'

/** Something else had the CPUs of a run: how much, and what would have been let pass. Both are fractions. */
export interface Contamination {
  readonly kind: keyof typeof contentionLimits | 'canary'
  readonly value: number
  readonly limit: number
  /** For a person. */
  readonly detail: string
}

/** How much of the CPUs a run really had. It never looks at what the run measured. */
export interface Contention {
  /** `whole-run`, boot included, where the program marked no region; `unseen` where the host saw too little of it. */
  readonly region: 'timed' | 'whole-run' | 'unseen'
  /** Between the two readings of threads, of the process that was watched longest; null where there are not two. */
  readonly wallNs: number | null
  /** vCPUs, or the workers of a native run. */
  readonly threads: readonly ThreadTime[]
  /** Stolen part of the time of the row's CPUs; null where it was not read. */
  readonly steal: number | null
  /**
   * Part of the pinned CPUs that others used, at most 1; null where nothing was pinned or the run's own time is not
   * known.
   */
  readonly foreignLoad: number | null
  readonly contaminations: readonly Contamination[]
}

/** Did something else have so much of the CPUs that the run is to be repeated? */
export const isContaminated = ({ contaminations }: Contention): boolean => contaminations.length > 0

/**
 * Judges one run by `host.jsonl`, and natively by the launcher's account of its CPU time.
 *
 * @param cpuBound what the method of the benchmark says
 */
export function contentionOfRun(
  run: Pick<FinishedRun, 'hostEvents' | 'channel'> & { readonly record: Pick<RunRecord, 'launcherNonce'> },
  { pinning, accelerator, cleanExit }: TargetFacts,
  cpuBound?: true,
): Contention {
  const events = readHostEvents(run.hostEvents())
  const isProcess = accelerator === 'native' && cleanExit.launcher
  const report = isProcess ? parseLauncher(run.channel('launcher'), run.record.launcherNonce) : undefined
  const exited = report?.ok && report.kind === 'ran' ? report.exited : undefined
  const processNs = exited && exited.userNs + exited.systemNs
  const contention = contentionOf(events, placementOf(events, pinning !== 'none'), processNs)
  return cpuBound ? withOffCpu(contention) : contention
}

/**
 * Judges one run by its host events.
 *
 * @param processNs CPU time of a native run from begin to end, by the kernel's accounts of the process that was waited
 *   for. Its workers may be gone before anybody can read their counters, and would look like somebody else; taking
 *   what the run used outside of the region for its own too, others are counted too low and never too high.
 */
export function contentionOf(events: readonly HostEvent[], placement: SeenPlacement, processNs?: number): Contention {
  const region = timedRegion(events)
  const walls = region.threads.map(wallOf)
  const wallNs = walls.length === 0 ? null : Math.max(...walls)
  if (region.region === 'timed' && (wallNs ?? leastRegionNs) < leastRegionNs)
    return { region: 'unseen', wallNs, threads: [], steal: null, foreignLoad: null, contaminations: [] }
  const vcpus = vcpuOfThread(events)
  const processes = region.threads.map((span) => ({
    wallNs: wallOf(span),
    threads: threadTimes(span)
      .filter(({ tid }) => vcpus.size === 0 || vcpus.has(tid))
      .map((time) => ({ ...time, vcpu: vcpus.get(time.tid) ?? null })),
  }))
  const stolen = stealOf(region, placement.cpus ?? [])
  const foreign = foreignLoadOf(region, placement, vcpus.size === 0 ? processNs : vcpuTime(region, placement, vcpus))
  return {
    region: region.region,
    wallNs,
    threads: processes.flatMap(({ threads }) => threads),
    steal: stolen?.fraction ?? null,
    foreignLoad: foreign?.fraction ?? null,
    contaminations: [
      ...processes.flatMap((own) => own.threads.flatMap((thread) => delayed(thread, own.wallNs))),
      ...over('steal', stolen, 'the hypervisor below took', 'of the time of its CPUs'),
      ...over('foreignLoad', foreign, 'others used', 'of the CPUs that it was pinned to'),
    ],
  }
}

/**
 * Adds what a program that is always busy cannot have done: nothing. Only vCPUs are looked at; workers of a native run
 * may be gone before anybody can read their counters.
 */
export function withOffCpu(contention: Contention): Contention {
  const { region, wallNs, threads, contaminations } = contention
  const busy = threads.filter(({ vcpu }) => vcpu !== null).map(({ runNs, delayNs }) => runNs + delayNs)
  if (region !== 'timed' || wallNs === null || busy.length === 0) return contention
  const ns = Math.max(0, wallNs - Math.max(...busy))
  const off = over(
    'offCpu',
    { fraction: ns / wallNs, ns },
    'even the busiest vCPU was stopped or idle for',
    'of the region',
  )
  return { ...contention, contaminations: [...contaminations, ...off] }
}

interface Amount {
  readonly fraction: number
  /** Of one thread, or on average of one CPU. */
  readonly ns: number
}

const wallOf = ({ from, to }: Span<'schedstat'>): number => to.atNs - from.atNs

function delayed({ tid, vcpu, delayNs }: ThreadTime, wallNs: number): readonly Contamination[] {
  const who = vcpu === null ? `thread ${tid}` : `vCPU ${vcpu}`
  return over('runDelay', { fraction: delayNs / wallNs, ns: delayNs }, `${who} waited`, 'of the region for a CPU')
}

function over(
  kind: keyof typeof contentionLimits,
  amount: Amount | undefined,
  before: string,
  after: string,
): readonly Contamination[] {
  const { fraction: limit, ns, share } = contentionLimits[kind]
  if (amount === undefined || amount.fraction <= limit) return []
  if (amount.ns <= ns && amount.fraction <= share) return []
  const percent = (part: number) => `${Number((part * 100).toFixed(1))} %`
  const ms = Math.round(amount.ns / 1e6)
  const detail = `${before} ${percent(amount.fraction)} ${after} (${ms} ms; ${percent(limit)} is let pass)`
  return [{ kind, value: amount.fraction, limit, detail }]
}

function stealOf({ cpus: span }: Region, cpus: readonly number[]): Amount | undefined {
  if (span === undefined || cpus.length === 0) return undefined
  const steal = stealFraction(span.from.cpus, span.to.cpus, cpus)
  return 'absent' in steal ? undefined : { fraction: steal.fraction, ns: (steal.steal * tickNs) / new Set(cpus).size }
}

/** Columns of `/proc/stat` in which somebody ran: user nice system irq softirq. Guest time is part of user. */
const busyColumns = [0, 1, 2, 5, 6]

/** What the emulator used of the CPUs that are looked at; undefined where its threads were not read twice. */
function vcpuTime(
  { threads }: Region,
  { vcpuMap }: SeenPlacement,
  vcpus: ReadonlyMap<number, number>,
): number | undefined {
  if (threads.length === 0) return undefined
  const own = threads.flatMap(threadTimes).filter(({ tid }) => vcpuMap === undefined || vcpus.has(tid))
  return own.reduce((sum, { runNs }) => sum + runNs, 0)
}

/** On the CPUs of the vCPUs, where each has its own, else on the whole pin set. */
function foreignLoadOf(
  { cpus: span }: Region,
  { wanted, vcpuMap }: SeenPlacement,
  ownNs: number | undefined,
): Amount | undefined {
  const cpus = [...new Set(vcpuMap ?? wanted)]
  if (ownNs === undefined || span === undefined || cpus.length === 0) return undefined
  const ticks = cpus.flatMap((cpu) => busyTicks(span, cpu) ?? [])
  if (ticks.length < cpus.length) return undefined
  const foreignNs = Math.max(0, ticks.reduce((sum, count) => sum + count, 0) * tickNs - ownNs) / cpus.length
  // Ticks are coarse: one more of them may be counted than time has passed, and nobody can use more than that.
  const wallNs = span.to.atNs - span.from.atNs
  const ns = Math.min(foreignNs, wallNs)
  return { fraction: ns / wallNs, ns }
}

/** A counter that went back, as iowait may, counts as unchanged. */
function busyTicks({ from, to }: Span<'cpu-times'>, cpu: number): number | undefined {
  const [before, after] = [from, to].map(({ cpus }) => cpus.find((each) => each.cpu === cpu)?.ticks)
  if (before === undefined || after === undefined) return undefined
  return busyColumns.reduce((sum, column) => sum + Math.max(0, (after[column] ?? 0) - (before[column] ?? 0)), 0)
}
