import type { HostFiles } from './files.ts'

/** What the cpuset controller grants this process. */
export interface Cpuset {
  readonly cpus: readonly number[] | null
  /** `cpuset.cpus.partition` of the nearest cgroup that has it. */
  readonly partition: string | null
  /** CPUs of all isolated partitions of the host (`cpuset.cpus.isolated`, root cgroup, since Linux 6.7). */
  readonly isolated: readonly number[] | null
}

/**
 * Reads the cpuset of this process: cgroup v2 first, then the v1 hierarchy; the nearest ancestor that has the file
 * speaks.
 */
export function readCpuset(files: HostFiles): Cpuset {
  const lines = (files.text('proc/self/cgroup') ?? '').split('\n')
  const v2 = pathOf(lines, /^0::(.*)$/)
  const v1 = pathOf(lines, /^\d+:(?:[^:]*,)?cpuset(?:,[^:]*)?:(.*)$/)
  const from = (mount: string, path: string | undefined, file: string): string | undefined =>
    ancestors(path).find((directory) => files.text(`${mount}${directory}/${file}`) !== null)

  for (const mount of ['sys/fs/cgroup', 'sys/fs/cgroup/unified']) {
    const directory = from(mount, v2, 'cpuset.cpus.effective')
    if (directory !== undefined)
      return {
        cpus: files.cpus(`${mount}${directory}/cpuset.cpus.effective`),
        partition: files.text(`${mount}${directory}/cpuset.cpus.partition`),
        isolated: files.cpus(`${mount}/cpuset.cpus.isolated`),
      }
  }
  for (const file of ['cpuset.effective_cpus', 'cpuset.cpus']) {
    const directory = from('sys/fs/cgroup/cpuset', v1, file)
    if (directory !== undefined)
      return { cpus: files.cpus(`sys/fs/cgroup/cpuset${directory}/${file}`), partition: null, isolated: null }
  }
  return { cpus: null, partition: null, isolated: null }
}

function pathOf(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const path = pattern.exec(line)?.[1]
    if (path !== undefined) return path
  }
  return undefined
}

/**
 * `/a/b` gives `/a/b`, `/a` and the root, which is the empty string. A path outside our namespace (`/../x`) gives the
 * root.
 */
function ancestors(path: string | undefined): readonly string[] {
  if (path === undefined) return []
  const parts = path.split('/').filter((part) => part !== '')
  if (parts.includes('..')) return ['']
  return [...parts.map((_, i) => `/${parts.slice(0, parts.length - i).join('/')}`), '']
}
