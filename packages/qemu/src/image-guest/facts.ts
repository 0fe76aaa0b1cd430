import type { CleanExit, JsonObject, TargetFacts } from '@capbench/core'
import { machineFacts } from '../machine-target/machine.ts'
import { chosenForMachine } from '../machine-target/options.ts'
import { platforms } from '../machine-target/platform.ts'
import { redactValue } from '../secrets/redact.ts'
import { identityOfImages } from './images.ts'
import type { Found } from './prepare.ts'
import type { ImageGuestSettings } from './settings.ts'

/** Where the exit code of QEMU says nothing, its event SHUTDOWN must have said it. */
export function cleanExitOf({ exit }: Pick<ImageGuestSettings, 'exit'>): CleanExit {
  switch (exit.by) {
    case 'debug-exit':
      return { code: exit.code, launcher: false }
    case 'shutdown':
      return { code: 0, launcher: false, shutdown: 'guest-shutdown' }
    case 'quit':
      return { code: 0, launcher: false, shutdown: 'host-qmp-quit' }
    default:
      return exit satisfies never
  }
}

/** What QEMU starts the machine with by itself: known for the types that the other guests of this driver have. */
function firmwareOf({ machine, arch }: ImageGuestSettings, { images }: Found): string | null {
  if (images === undefined) return null
  const { bios, pflash } = images
  if (bios) return `sha256:${bios.sha256}`
  if (pflash.length > 0) return pflash.map(({ sha256 }) => `sha256:${sha256}`).join(' ')
  const typeOf = (text: string): string => text.split(',')[0] ?? ''
  const { machineType, firmware } = platforms[arch]
  return [typeOf(machineType), ...(arch === 'x86_64' ? ['q35'] : [])].includes(typeOf(machine)) ? firmware : null
}

function diskOf({ diskBus }: ImageGuestSettings, { images }: Found): string | null {
  if (images === undefined) return null
  const { iso, disk } = images
  const parts = [...(iso ? ['cdrom'] : []), ...(disk ? [`${disk.format} on ${diskBus}`] : [])]
  return parts.length === 0 ? 'none' : parts.join(', ')
}

/** Facts of the target, for `env/target-<name>.json`. Paths of this host stay out of it, and so do secrets. */
export function imageFacts(settings: ImageGuestSettings, found: Found): TargetFacts {
  const machine = machineFacts(settings, found)
  const secrets = Object.values(settings.secrets)
  return {
    ...machine,
    name: settings.name,
    arch: settings.arch,
    subsystems: [...settings.subsystems],
    envelope: {
      ...machine.envelope,
      machine: settings.machine,
      firmware: firmwareOf(settings, found),
      disk: diskOf(settings, found),
    },
    identity: {
      images: found.images ? identityOfImages(found.images) : null,
      append: redactValue(settings.append ?? null, secrets),
      ports: [...settings.ports],
      boot: redactValue(
        settings.boot.map((step) => ({ ...step })),
        secrets,
      ),
      extraArgs: redactValue([...settings.extraArgs], secrets),
    },
    provenance: redactValue(settings.provenance, secrets),
    cleanExit: cleanExitOf(settings),
    faults: [...settings.faults],
    authority: 'unenforced',
    ...(settings.features.length > 0 && { features: redactValue([...new Set(settings.features)], secrets) }),
    ...(settings.manifest && { manifest: redactValue({ ...settings.manifest }, secrets) as JsonObject }),
    notes: redactValue([...new Set(settings.notes)], secrets),
  }
}

/** What the caller chose, without paths of this host and without values of secrets. */
export function chosenByCaller(settings: ImageGuestSettings): JsonObject {
  const { sources, exit, typing } = settings
  const { pflash, ...single } = sources
  const chosen: JsonObject = {
    ...chosenForMachine(settings),
    boots: [...Object.keys(single), ...pflash.map((_, unit) => `pflash${unit}`)],
    append: settings.append ?? null,
    diskBus: settings.diskBus,
    extraArgs: [...settings.extraArgs],
    files: Object.keys(settings.files),
    machine: settings.machine,
    ports: [...settings.ports],
    boot: settings.boot.map((step) => ({ ...step })),
    secrets: Object.keys(settings.secrets),
    typing: { ...typing },
    exit: { ...exit },
  }
  return redactValue(chosen, Object.values(settings.secrets))
}
