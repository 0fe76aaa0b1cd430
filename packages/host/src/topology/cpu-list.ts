import { CapbenchError } from '@capbench/core'

/** Highest CPU number that is taken seriously (Linux is built for at most 8192 CPUs). */
const maxCpu = 8191

/**
 * Reads a CPU list as the kernel and `taskset -c` write it: `0-3,8`, also `0-30:2` for every second one.
 *
 * @returns CPU numbers, ascending, each once
 * @throws CapbenchError CAPBENCH_USAGE for anything else, an empty list included
 */
export function parseCpuList(text: string): readonly number[] {
  const cpus = new Set<number>()
  for (const part of text.trim().split(',')) {
    const match = /^(\d{1,4})(?:-(\d{1,4})(?::(\d{1,4}))?)?$/.exec(part.trim())
    const first = Number(match?.[1])
    const last = Number(match?.[2] ?? match?.[1])
    const step = Number(match?.[3] ?? 1)
    if (match === null || last < first || last > maxCpu || step < 1)
      throw new CapbenchError(
        'CAPBENCH_USAGE',
        `a CPU list is numbers and ascending ranges up to ${maxCpu}, as in 0-3,8; got ${JSON.stringify(text)}`,
      )
    for (let cpu = first; cpu <= last; cpu += step) cpus.add(cpu)
  }
  return [...cpus].sort((a, b) => a - b)
}

/**
 * Writes CPU numbers as the kernel does: ascending, runs as ranges. The inverse of `parseCpuList` up to order and
 * repeats.
 *
 * @throws CapbenchError CAPBENCH_USAGE when there is none, or one is not a CPU number
 */
export function formatCpuList(cpus: readonly number[]): string {
  const wrong = cpus.find((cpu) => !Number.isInteger(cpu) || cpu < 0 || cpu > maxCpu)
  if (wrong !== undefined || cpus.length === 0)
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `a CPU list needs CPU numbers from 0 to ${maxCpu}, got ${wrong ?? 'none'}`,
    )
  const ranges: { first: number; last: number }[] = []
  for (const cpu of [...new Set(cpus)].sort((a, b) => a - b)) {
    const range = ranges.at(-1)
    if (range !== undefined && range.last === cpu - 1) range.last = cpu
    else ranges.push({ first: cpu, last: cpu })
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}
