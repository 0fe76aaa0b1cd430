import type { HostFiles } from './files.ts'

/** One cache, and the CPUs that share it. `null` is: the kernel does not say. */
export type Cache = {
  readonly level: number
  /** `Data`, `Instruction` or `Unified`. */
  readonly type: string | null
  readonly sizeBytes: number | null
  readonly lineBytes: number | null
  readonly cpus: readonly number[]
}

const units: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }

/** Every cache once, by level and then by its first CPU; null where the kernel describes none. */
export function readCaches(files: HostFiles, online: readonly number[]): readonly Cache[] | null {
  const found = new Map<string, Cache>()
  for (const cpu of online) {
    const directory = `sys/devices/system/cpu/cpu${cpu}/cache`
    for (const name of files.names(directory).filter((each) => /^index\d+$/.test(each))) {
      const level = files.integer(`${directory}/${name}/level`)
      const cpus = files.cpus(`${directory}/${name}/shared_cpu_list`)
      if (level === null || cpus === null) continue
      const type = files.text(`${directory}/${name}/type`)
      found.set(`${level} ${type} ${cpus}`, {
        level,
        type,
        sizeBytes: sizeOf(files.text(`${directory}/${name}/size`)),
        lineBytes: files.integer(`${directory}/${name}/coherency_line_size`),
        cpus,
      })
    }
  }
  const caches = [...found.values()].sort((a, b) => a.level - b.level || (a.cpus[0] ?? 0) - (b.cpus[0] ?? 0))
  return caches.length === 0 ? null : caches
}

/** `2048K`, as the kernel writes it. */
function sizeOf(text: string | null): number | null {
  const [, count, unit = ''] = /^(\d+)([KMG]?)$/.exec(text ?? '') ?? []
  return count === undefined ? null : Number(count) * (units[unit] ?? 1)
}
