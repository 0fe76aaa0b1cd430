import type { Envelope, TargetFacts } from '@capbench/core'
import { nestingOf, placementFacts } from '@capbench/host'
import { machineArguments } from '../command/arguments.ts'
import type { Machine } from '../command/machine.ts'
import { placeholder } from '../command/placeholder.ts'
import type { Accelerator } from '../probe/accelerator.ts'
import type { FoundHost } from './host.ts'
import type { MachineSettings } from './options.ts'
import { platforms } from './platform.ts'

/** The CPU model that the guest sees. */
export function cpuModel({ cpu, arch }: Pick<MachineSettings, 'cpu' | 'arch'>, accelerator: Accelerator): string {
  return cpu ?? (accelerator === 'kvm' ? 'host' : platforms[arch].emulatedCpu)
}

/** A machine that boots a kernel, as every guest of this driver gets it. */
export function machineOf(
  settings: Pick<MachineSettings, 'cpu' | 'arch' | 'memoryMiB'>,
  accelerator: Accelerator,
  boot: Omit<Machine, 'arch' | 'type' | 'accelerator' | 'cpu' | 'memoryMiB'>,
): Machine {
  const { arch, memoryMiB } = settings
  const { machineType: type } = platforms[arch]
  return { arch, type, accelerator, cpu: cpuModel(settings, accelerator), memoryMiB, ...boot }
}

/** The arguments of a run with a placeholder for the vCPU count. */
export function argumentTemplate(machine: Omit<Machine, 'vcpus'>): readonly string[] {
  const smp = [placeholder('VCPUS'), 'sockets=1', `cores=${placeholder('VCPUS')}`, 'threads=1'].join(',')
  const args = machineArguments({ ...machine, vcpus: 1 })
  return args.map((word, index) => (args[index - 1] === '-smp' ? smp : word))
}

/** What the targets of this driver say in the same way about the machine that a guest gets. */
export interface MachineFacts
  extends Pick<TargetFacts, 'schema' | 'unmet' | 'cpus' | 'pinning' | 'nesting' | 'envelope' | 'declared'> {
  readonly accelerator: Accelerator | 'none'
}

export function machineFacts(settings: MachineSettings, host: Omit<FoundHost, 'cacheDir'>): MachineFacts {
  const { topology, qemu, choice, pin } = host
  const accelerator = choice?.accelerator ?? 'none'
  const platform = platforms[settings.arch]
  const nesting = nestingOf(topology.hypervisor)
  const placement = placementFacts(pin, topology)
  const { pinning, cpus } = placement
  const envelope: Envelope = {
    emulator: 'qemu',
    emulatorVersion: qemu.found ? qemu.version : null,
    machine: platform.machineType,
    firmware: platform.firmware,
    cpuModel: accelerator === 'none' ? null : cpuModel(settings, accelerator),
    memoryBytes: settings.memoryMiB * 1024 * 1024,
    guestTopology: 'one socket, one thread a core',
    accelerator: accelerator === 'tcg' ? 'tcg,thread=multi' : accelerator,
    nesting,
    placement,
    disk: 'none',
    network: 'none',
    hostCpuModel: topology.cpuModel,
  }
  return {
    schema: 'capbench.target/1',
    unmet: [...host.unmet],
    cpus,
    pinning,
    accelerator,
    nesting,
    envelope,
    declared: [],
  }
}
