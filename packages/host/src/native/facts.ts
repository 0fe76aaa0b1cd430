import type { Architecture, Envelope, JsonObject, TargetFacts, UnmetNeed } from '@capbench/core'
import type { HostEnvironment } from '../environment/host.ts'
import { firstCpus } from '../pinning/cpu-sets.ts'
import { planPins } from '../pinning/plan.ts'
import { physicalCoresOf } from '../topology/cores.ts'
import { nestingOf } from '../topology/hypervisor.ts'
import type { HostTopology } from '../topology/topology.ts'
import type { NativeSettings } from './options.ts'

/** What Linux offers to a workload. */
export const linuxSubsystems = [
  'process.spawn',
  'thread.spawn',
  'smp',
  'clock.monotonic',
  'clock.cycles',
  'ipc.pipe',
  'ipc.socketpair',
  'ipc.futex',
  'memory.map',
  'memory.share',
  'signal',
  'file',
  'net.loopback',
] as const

/**
 * The CPUs that runs may use, in the order in which they are taken.
 *
 * @throws CapbenchError CAPBENCH_USAGE for a pin set that this host cannot give
 */
export function cpuPool({ pin, useSiblings }: NativeSettings, topology: HostTopology): readonly number[] {
  const cpus = pin === null ? topology.allowed : planPins(pin, topology).pool
  if (useSiblings) return cpus
  return physicalCoresOf(cpus, topology)?.flatMap((core) => core.slice(0, 1)) ?? cpus
}

/** The CPUs of one run: of a policy the next ones, of any other set one of each physical core before a second one. */
export function cpusOfRun(
  { pin }: NativeSettings,
  pool: readonly number[],
  count: number,
  topology: HostTopology,
): readonly number[] {
  if (pin === null || pin.policy === 'list') return firstCpus(pool, count, topology)
  return pool.slice(0, count).sort((a, b) => a - b)
}

export interface NativeFindings {
  readonly arch: Architecture
  readonly topology: HostTopology
  readonly host: HostEnvironment
  /** Memory that the control group leaves to this process and its children, as the kernel says it. */
  readonly memoryLimitBytes: number
  readonly cpus: readonly number[]
  readonly launcher: { readonly sha256: string; readonly notes: readonly string[] } | null
  readonly unmet: readonly UnmetNeed[]
}

export function nativeFacts({ name, confine }: NativeSettings, findings: NativeFindings): TargetFacts {
  const { arch, topology, host, launcher, unmet, memoryLimitBytes } = findings
  const limited = memoryLimitBytes > 0 && memoryLimitBytes < (host.memory.totalBytes ?? 0)
  const cpus = [...findings.cpus].sort((a, b) => a - b)
  const nesting = nestingOf(topology.hypervisor)
  const envelope: Envelope = {
    emulator: 'none',
    emulatorVersion: 'none',
    machine: 'none',
    firmware: 'none',
    cpuModel: 'host',
    memoryBytes: host.memory.totalBytes,
    guestTopology: 'none',
    accelerator: 'native',
    nesting,
    placement: { pinning: 'process', cpus, others: cpus },
    disk: 'none',
    network: 'none',
    hostCpuModel: topology.cpuModel,
  }
  const identity: JsonObject = {
    kernel: { release: host.kernel.release, version: host.kernel.version, parameters: host.kernel.parameters },
    os: { id: host.os.id, versionId: host.os.versionId },
    launcher: launcher?.sha256 ?? null,
  }
  return {
    schema: 'capbench.target/1',
    name,
    arch,
    subsystems: [...linuxSubsystems],
    ...(limited && { usableMemoryBytes: memoryLimitBytes }),
    unmet: [...unmet],
    cpus,
    pinning: 'process',
    accelerator: 'native',
    nesting,
    envelope,
    declared: [],
    identity,
    // The host's kernel is somebody's build; from inside it only names itself.
    provenance: { source: null, commit: null, dirty: null, build: host.kernel.version },
    cleanExit: { code: 0, launcher: true },
    faults: [],
    authority: confine ? 'enforced' : 'unenforced',
    notes: [...(launcher?.notes ?? [])],
  }
}
