import type { Envelope, TargetFacts } from '@capbench/core'
import { nestingOf, placementFacts } from '@capbench/host'
import { machineArguments } from '../command/arguments.ts'
import type { Machine } from '../command/machine.ts'
import { placeholder } from '../command/placeholder.ts'
import type { Accelerator } from '../probe/accelerator.ts'
import type { FoundHost } from './host.ts'
import type { MachineSettings } from './options.ts'

/** QEMU's machine for x86-64: all targets that are to be compared run on the same. */
export const machineType = 'pc'

/** The CPU model that the guest sees. */
export function cpuModel({ cpu }: Pick<MachineSettings, 'cpu'>, accelerator: Accelerator): string {
  return cpu ?? (accelerator === 'kvm' ? 'host' : 'qemu64')
}

/** A machine that boots a kernel, as every guest of this driver gets it. */
export function machineOf(
  settings: Pick<MachineSettings, 'cpu' | 'memoryMiB'>,
  accelerator: Accelerator,
  boot: Omit<Machine, 'type' | 'accelerator' | 'cpu' | 'memoryMiB'>,
): Machine {
  const { memoryMiB } = settings
  return { type: machineType, accelerator, cpu: cpuModel(settings, accelerator), memoryMiB, ...boot }
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
  const nesting = nestingOf(topology.hypervisor)
  const { pinning, cpus } = placementFacts(pin, topology)
  const envelope: Envelope = {
    emulator: 'qemu',
    emulatorVersion: qemu.found ? qemu.version : null,
    machine: machineType,
    firmware: 'seabios',
    cpuModel: accelerator === 'none' ? null : cpuModel(settings, accelerator),
    memoryBytes: settings.memoryMiB * 1024 * 1024,
    guestTopology: 'one socket, one thread a core',
    accelerator: accelerator === 'tcg' ? 'tcg,thread=multi' : accelerator,
    nesting,
    placement: { pinning, cpus },
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
