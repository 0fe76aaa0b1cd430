import { CapbenchError } from '@capbench/core'
import { readCaches } from './caches.ts'
import { readCpuset } from './cgroup.ts'
import { cpusOrNull, type HostFiles, hostFiles } from './files.ts'
import { readHypervisor } from './hypervisor.ts'
import { readIsolation } from './isolation.ts'
import { topologySources } from './sources.ts'
import type { HostTopology, LogicalCpu } from './topology.ts'

const cpuDirectory = 'sys/devices/system/cpu'

/**
 * Reads the topology of the host that this process runs on.
 *
 * @param root where `/sys` and `/proc` are found: a recorded tree, or `/`
 * @throws CapbenchError CAPBENCH_UNREADABLE when not even the online CPUs can be found out
 */
export function readHostTopology(root = '/'): HostTopology {
  const files = hostFiles(root)
  const cpuinfo = files.text('proc/cpuinfo') ?? ''
  const online = files.cpus(`${cpuDirectory}/online`) ?? cpusOf(cpuinfo)
  if (online.length === 0)
    throw new CapbenchError(
      'CAPBENCH_UNREADABLE',
      `the host's CPUs could not be read: neither ${cpuDirectory}/online nor proc/cpuinfo below ${root} names one; is this Linux with /sys and /proc?`,
    )
  const status = files.text('proc/self/status') ?? ''
  const affinityText = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1]
  const affinity = affinityText === undefined ? null : cpusOrNull(affinityText)
  const cpuset = readCpuset(files)
  return {
    schema: 'capbench.topology/1',
    cpuModel: modelOf(files, cpuinfo),
    online,
    allowed: online.filter((cpu) => (affinity?.includes(cpu) ?? true) && (cpuset.cpus?.includes(cpu) ?? true)),
    affinity,
    cpuset: cpuset.cpus,
    cpus: readCpus(files, online),
    caches: readCaches(files, online),
    isolation: readIsolation(files, cpuset),
    hypervisor: readHypervisor(files, cpuinfo),
    sources: topologySources,
  }
}

function cpusOf(cpuinfo: string): readonly number[] {
  return [...cpuinfo.matchAll(/^processor\s*:\s*(\d+)$/gm)].map((match) => Number(match[1])).sort((a, b) => a - b)
}

/** `model name` on x86; arm64 states numbers only, or a name in the device tree. */
function modelOf(files: HostFiles, cpuinfo: string): string | null {
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}\\s*:\\s*(.+)$`, 'm').exec(cpuinfo)?.[1]?.trim()
  const [implementer, part] = [field('CPU implementer'), field('CPU part')]
  return (
    field('model name') ??
    (implementer !== undefined && part !== undefined ? `arm ${implementer} ${part}` : null) ??
    files.text('sys/firmware/devicetree/base/model')?.replaceAll('\0', '') ??
    null
  )
}

function readCpus(files: HostFiles, online: readonly number[]): readonly LogicalCpu[] {
  const nodes = numbered(files, 'sys/devices/system/node', /^node(\d+)$/)
  const nodeOf = new Map(
    nodes.flatMap((node) =>
      (files.cpus(`sys/devices/system/node/node${node}/cpulist`) ?? []).map((cpu) => [cpu, node]),
    ),
  )
  const types = ['core', 'atom', 'lowpower'].map((type) => ({ type, cpus: files.cpus(`sys/devices/cpu_${type}/cpus`) }))
  return online.map((cpu) => {
    const directory = `${cpuDirectory}/cpu${cpu}`
    const siblings = files.cpus(`${directory}/topology/thread_siblings_list`)
    return {
      cpu,
      package: files.integer(`${directory}/topology/physical_package_id`),
      core: files.integer(`${directory}/topology/core_id`),
      siblings: siblings?.includes(cpu) ? siblings : null,
      node: nodeOf.get(cpu) ?? null,
      maxFrequencyKHz: files.integer(`${directory}/cpufreq/cpuinfo_max_freq`),
      governor: files.text(`${directory}/cpufreq/scaling_governor`),
      coreType: types.find(({ cpus }) => cpus?.includes(cpu))?.type ?? null,
      capacity: files.integer(`${directory}/cpu_capacity`),
    }
  })
}

function numbered(files: HostFiles, directory: string, pattern: RegExp): readonly number[] {
  return files.names(directory).flatMap((name) => {
    const number = pattern.exec(name)?.[1]
    return number === undefined ? [] : [Number(number)]
  })
}
