import type { HostEvent } from '@capbench/core'
import { readThreads } from '../pinning/affinity.ts'
import { hostFiles } from '../topology/files.ts'

type EventOf<K extends HostEvent['kind']> = Extract<HostEvent, { readonly kind: K }>

/** The host's monotonic clock in ns, the one that every host event carries. */
export function monotonicNs(): number {
  return Number(process.hrtime.bigint())
}

/**
 * Ticks of every CPU since boot, as `/proc/stat` has them (100 a second on every Linux architecture of today).
 *
 * @param cpus only these; default all
 */
export function cpuTimes(cpus?: readonly number[], root = '/'): EventOf<'cpu-times'> {
  const rows = [...(hostFiles(root).text('proc/stat') ?? '').matchAll(/^cpu(\d+) (.*)$/gm)]
  return {
    kind: 'cpu-times',
    atNs: monotonicNs(),
    cpus: rows
      .map(([, cpu, ticks = '']) => ({ cpu: Number(cpu), ticks: ticks.trim().split(/\s+/).map(Number) }))
      .filter(({ cpu }) => cpus?.includes(cpu) ?? true),
  }
}

/** CPU time and run delay of every thread of a process, from `/proc/<pid>/task/<tid>/schedstat`, in ns. */
export function schedstat(pid: number, root = '/'): EventOf<'schedstat'> {
  const names = new Map(readThreads(pid, 'comm', root).map(({ tid, text }) => [tid, text.trimEnd()]))
  const threads = readThreads(pid, 'schedstat', root).flatMap(({ tid, text }) => {
    const [runNs = Number.NaN, delayNs = Number.NaN] = text.trim().split(' ').map(Number)
    const comm = names.get(tid)
    return comm !== undefined && Number.isSafeInteger(runNs) && Number.isSafeInteger(delayNs)
      ? [{ tid, comm, runNs, delayNs }]
      : []
  })
  return { kind: 'schedstat', atNs: monotonicNs(), threads }
}

/** Load average and pressure stall information, as the kernel writes them; what it does not have is left out. */
export function hostLoad(root = '/'): EventOf<'fact'> {
  const files = hostFiles(root)
  const value: Record<string, string> = {}
  for (const [name, path] of [
    ['loadavg', 'proc/loadavg'],
    ['pressureCpu', 'proc/pressure/cpu'],
    ['pressureIo', 'proc/pressure/io'],
    ['pressureMemory', 'proc/pressure/memory'],
  ] as const) {
    const text = files.text(path)
    if (text !== null) value[name] = text
  }
  return { kind: 'fact', atNs: monotonicNs(), name: 'load', value }
}
