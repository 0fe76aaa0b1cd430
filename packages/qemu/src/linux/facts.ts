import type { JsonObject, Provenance, TargetFacts } from '@capbench/core'
import { hostArchitecture } from '@capbench/guest'
import { linuxSubsystems } from '@capbench/host'
import { placeholder } from '../command/placeholder.ts'
import type { ResolvedKernel } from '../kernel/resolve.ts'
import { argumentTemplate, machineFacts, machineOf } from '../machine-target/machine.ts'
import { platforms } from '../machine-target/platform.ts'
import type { Accelerator } from '../probe/accelerator.ts'
import { commandLine } from './cmdline.ts'
import { linuxFaults } from './faults.ts'
import type { LinuxGuestSettings } from './options.ts'
import { type GuestClock, kernelParameters, orderByInput } from './parameters.ts'
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
function runArguments(settings: LinuxGuestSettings, accelerator: Accelerator, { kind }: GuestClock): readonly string[] {
  const clock: GuestClock = kind === 'given' ? { kind, tscKHz: placeholder('TSC_KHZ') } : { kind }
  const order = settings.snapshot ? orderByInput : placeholder('ORDER')
  const parameters = [...kernelParameters(settings.arch, accelerator, clock), settings.cmdline, order]
  const boot = {
    kernel: placeholder('KERNEL'),
    initrd: placeholder('INITRAMFS'),
    append: commandLine(parameters),
  }
  return argumentTemplate(machineOf(settings, accelerator, { vcpus: 1, ...boot }))
}

/** Facts of the target, for `env/target-<name>.json`. Paths of this host stay out of it. */
export function linuxFacts(settings: LinuxGuestSettings, found: Found): TargetFacts {
  const { kernel, programs } = found
  const machine = machineFacts(settings, found)
  const { accelerator } = machine
  const identity: JsonObject = {
    kernel: kernel
      ? { fileSha256: kernel.fileSha256, vmlinuxSha256: kernel.vmlinuxSha256, format: kernel.format }
      : null,
    init: programs?.init.manifest.sha256 ?? null,
    launcher: programs?.launcher.manifest.sha256 ?? null,
    boot: settings.snapshot ? 'restored' : 'cold',
    arguments: accelerator === 'none' ? null : runArguments(settings, accelerator, found.clock),
  }
  return {
    ...machine,
    name: settings.name,
    arch: settings.arch,
    // Our init brings no interface up, so there is no loopback to offer.
    subsystems: linuxSubsystems.filter((subsystem) => subsystem !== 'net.loopback'),
    identity,
    provenance: provenanceOf(kernel),
    cleanExit: platforms[settings.arch].cleanExit,
    faults: [...linuxFaults],
    authority: settings.confine ? 'enforced' : 'unenforced',
    notes: [
      ...(settings.arch === hostArchitecture ? [] : ['cross-architecture-emulation']),
      ...(settings.snapshot ? ['snapshot-restored'] : []),
      ...(kernel?.notes ?? []),
      ...(programs ? programs.init.manifest.notes : []),
      ...(programs?.launcher.manifest.notes ?? []),
    ].filter((note, index, all) => all.indexOf(note) === index),
  }
}
