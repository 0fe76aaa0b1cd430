import { type Envelope, guestExit, type JsonObject, type Provenance, type TargetFacts } from '@capbench/core'
import { linuxSubsystems, nestingOf } from '@capbench/host'
import { machineArguments } from '../command/arguments.ts'
import { placeholder } from '../command/placeholder.ts'
import type { ResolvedKernel } from '../kernel/resolve.ts'
import { commandLine } from './cmdline.ts'
import { linuxFaults } from './faults.ts'
import { cpuModel, linuxMachine, machineType } from './machine.ts'
import type { LinuxGuestSettings } from './options.ts'
import { type GuestClock, kernelParameters } from './parameters.ts'
import type { Found } from './prepare.ts'

function provenanceOf(kernel: ResolvedKernel | undefined): Provenance {
  if (kernel?.origin.kind !== 'package') return { source: null, commit: null, dirty: null, build: null }
  const { package: name, version, architecture, debSha256 } = kernel.origin
  return {
    source: `debian:${name}=${version}:${architecture}`,
    commit: null,
    dirty: null,
    build: `deb sha256:${debSha256}`,
  }
}

/** The arguments of a run with placeholders for what differs from run to run and from host to host. */
function argumentTemplate(
  settings: LinuxGuestSettings,
  accelerator: 'kvm' | 'tcg',
  { kind }: GuestClock,
): readonly string[] {
  const clock: GuestClock = kind === 'given' ? { kind, tscKHz: placeholder('TSC_KHZ') } : { kind }
  const boot = {
    vcpus: 1,
    kernel: placeholder('KERNEL'),
    initrd: placeholder('INITRAMFS'),
    append: commandLine([...kernelParameters(accelerator, clock), settings.cmdline, placeholder('ORDER')]),
  }
  const smp = [placeholder('VCPUS'), 'sockets=1', `cores=${placeholder('VCPUS')}`, 'threads=1'].join(',')
  const args = machineArguments(linuxMachine(settings, accelerator, boot))
  return args.map((word, index) => (args[index - 1] === '-smp' ? smp : word))
}

/** Facts of the target, for `env/target-<name>.json`. Paths of this host stay out of it. */
export function linuxFacts(settings: LinuxGuestSettings, found: Found): TargetFacts {
  const { topology, qemu, choice, kernel, programs, pin } = found
  const accelerator = choice?.accelerator ?? 'none'
  const nesting = nestingOf(topology.hypervisor)
  const cpus = [...(pin ?? topology.allowed)]
  const placement: Envelope['placement'] = { pinning: pin ? 'process' : 'none', cpus }
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
    placement,
    disk: 'none',
    network: 'none',
    hostCpuModel: topology.cpuModel,
  }
  const identity: JsonObject = {
    kernel: kernel
      ? { fileSha256: kernel.fileSha256, vmlinuxSha256: kernel.vmlinuxSha256, format: kernel.format }
      : null,
    init: programs?.init.manifest.sha256 ?? null,
    launcher: programs?.launcher.manifest.sha256 ?? null,
    arguments: accelerator === 'none' ? null : argumentTemplate(settings, accelerator, found.clock),
  }
  return {
    schema: 'capbench.target/1',
    name: settings.name,
    arch: 'x86_64',
    // Our init brings no interface up, so there is no loopback to offer.
    subsystems: linuxSubsystems.filter((subsystem) => subsystem !== 'net.loopback'),
    unmet: [...found.unmet],
    cpus,
    pinning: pin ? 'process' : 'none',
    accelerator,
    nesting,
    envelope,
    declared: [],
    identity,
    provenance: provenanceOf(kernel),
    cleanExit: { code: guestExit.clean.code, launcher: true },
    faults: [...linuxFaults],
    authority: 'unenforced',
    notes: [
      ...(kernel?.notes ?? []),
      ...(programs ? programs.init.manifest.notes : []),
      ...(programs?.launcher.manifest.notes ?? []),
    ].filter((note, index, all) => all.indexOf(note) === index),
  }
}
