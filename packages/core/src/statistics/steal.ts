import { CapbenchError } from '../error.ts'

/** Time that the hypervisor below took from a set of CPUs, in clock ticks. */
export interface Steal {
  readonly total: number
  readonly steal: number
  /** 0 to 1. */
  readonly fraction: number
}

/** Why there is no such figure: no tick passed, or a CPU is not listed in both readings. */
export interface NoSteal {
  readonly absent: 'no-ticks' | 'cpu-missing'
}

/**
 * Counters of one CPU since boot, in clock ticks, in the kernel's order: user nice system idle iowait irq softirq steal
 * ...
 */
export interface CpuTimes {
  readonly cpu: number
  readonly ticks: readonly number[]
}

/** Up to steal; guest and guest_nice, which may follow, are counted in user and nice already. */
const columns = 8
const stealColumn = 7

/**
 * Fraction of stolen time between two readings on the given CPUs. A counter that went back, as iowait may (proc(5)),
 * counts as unchanged.
 *
 * @param cpus the CPUs of the row: its pin set
 * @throws CapbenchError CAPBENCH_HOSTILE if a CPU has fewer than eight counters or one that is no number.
 */
export function stealFraction(
  before: readonly CpuTimes[],
  after: readonly CpuTimes[],
  cpus: readonly number[],
): Steal | NoSteal {
  let total = 0
  let steal = 0
  for (const cpu of new Set(cpus)) {
    const from = ticksOf(before, cpu)
    const to = ticksOf(after, cpu)
    if (from === undefined || to === undefined) return { absent: 'cpu-missing' }
    const passed = to.map((count, column) => Math.max(0, count - (from[column] ?? 0)))
    total += passed.reduce((sum, count) => sum + count, 0)
    steal += passed[stealColumn] ?? 0
  }
  return total === 0 ? { absent: 'no-ticks' } : { total, steal, fraction: steal / total }
}

/** The lines of single CPUs in the text of `/proc/stat`. */
export function readCpuTimes(stat: string): readonly CpuTimes[] {
  return [...stat.matchAll(/^cpu(\d+) (.*)$/gm)].map(([, cpu, rest = '']) => ({
    cpu: Number(cpu),
    ticks: rest.trim().split(/ +/).map(Number),
  }))
}

function ticksOf(times: readonly CpuTimes[], cpu: number): readonly number[] | undefined {
  const ticks = times.find((each) => each.cpu === cpu)?.ticks.slice(0, columns)
  if (
    ticks === undefined ||
    (ticks.length === columns && ticks.every((count) => Number.isSafeInteger(count) && count >= 0))
  ) {
    return ticks
  }
  throw new CapbenchError(
    'CAPBENCH_HOSTILE',
    `cpu${cpu} wants ${columns} tick counters, got ${ticks.length} or no numbers`,
  )
}
