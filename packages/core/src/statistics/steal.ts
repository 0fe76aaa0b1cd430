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

/** user nice system idle iowait irq softirq steal; guest and guest_nice are counted in user and nice already. */
const columns = 8
const stealColumn = 7

/**
 * Fraction of stolen time between two readings of `/proc/stat` on the given CPUs (proc(5)). A counter that went back, as
 * iowait may, counts as unchanged.
 *
 * @param cpus the pinned CPUs
 * @throws CapbenchError CAPBENCH_HOSTILE if a line of a CPU is malformed.
 */
export function stealFraction(before: string, after: string, cpus: readonly number[]): Steal | NoSteal {
  const first = cpuTimes(before)
  const second = cpuTimes(after)
  let total = 0
  let steal = 0
  for (const cpu of new Set(cpus)) {
    const from = first.get(cpu)
    const to = second.get(cpu)
    if (from === undefined || to === undefined) return { absent: 'cpu-missing' }
    const ticks = to.map((count, column) => Math.max(0, count - (from[column] ?? 0)))
    total += ticks.reduce((sum, count) => sum + count, 0)
    steal += ticks[stealColumn] ?? 0
  }
  return total === 0 ? { absent: 'no-ticks' } : { total, steal, fraction: steal / total }
}

function cpuTimes(stat: string): ReadonlyMap<number, readonly number[]> {
  const times = new Map<number, readonly number[]>()
  for (const [, cpu, rest = ''] of stat.matchAll(/^cpu(\d+)(.*)$/gm)) {
    const counts = rest.trim().split(/ +/)
    if (counts.length < columns || !counts.every((count) => /^\d{1,15}$/.test(count))) {
      throw new CapbenchError('CAPBENCH_HOSTILE', `the line of cpu${cpu} in /proc/stat has no ${columns} counters`)
    }
    times.set(Number(cpu), counts.slice(0, columns).map(Number))
  }
  return times
}
