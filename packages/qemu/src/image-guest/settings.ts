import {
  CapbenchError,
  type CapOSManifest,
  checkManifest,
  type DialogueStep,
  type FaultPattern,
  isName,
  type Provenance,
  refuseUnknownOptions,
  roles,
  type System,
} from '@capbench/core'
import { type MachineSettings, machineSettings } from '../machine-target/options.ts'
import { platforms } from '../machine-target/platform.ts'
import { checkSecrets } from '../secrets/check.ts'
import { checkDialogue } from './dialogue/check.ts'
import { defaultTyping, type Typing } from './dialogue/talk.ts'
import { checkExtraArguments } from './extra/check.ts'
import { checkFileNames } from './extra/names.ts'
import {
  type DiskBus,
  diskBuses,
  type ImageExit,
  type ImageGuestOptions,
  optionNames,
  type PortChannel,
} from './options.ts'

/** The choices with their defaults. */
export interface ImageGuestSettings extends MachineSettings {
  /** How messages begin: `imageGuest toy`. */
  readonly owner: string
  readonly system: System
  /** Files by what they are; absent where there is none. */
  readonly sources: {
    readonly kernel?: string
    readonly initrd?: string
    readonly iso?: string
    readonly disk?: string
    readonly bios?: string
    readonly pflash: readonly string[]
  }
  readonly append: string | undefined
  readonly diskBus: DiskBus
  readonly extraArgs: readonly string[]
  readonly files: Readonly<Record<string, string>>
  readonly machine: string
  readonly ports: readonly PortChannel[]
  readonly boot: readonly DialogueStep[]
  readonly secrets: Readonly<Record<string, string>>
  readonly typing: Typing
  readonly exit: ImageExit
  readonly faults: readonly FaultPattern[]
  readonly subsystems: readonly string[]
  readonly provenance: Provenance
  readonly features: readonly string[]
  readonly manifest: CapOSManifest | undefined
  readonly notes: readonly string[]
}

const unknownProvenance: Provenance = { source: null, commit: null, dirty: null, build: null }
const portChannels: readonly string[] = ['console', 'records', 'diagnostics'] satisfies readonly PortChannel[]
const defaults = {
  x86_64: { diskBus: 'ide', ports: ['console', 'records'] },
  aarch64: { diskBus: 'virtio', ports: ['console'] },
} as const

/**
 * @param preset the function whose options they are, for messages
 * @throws CapbenchError `CAPBENCH_USAGE` for an option that does not exist or a choice that could not be served
 */
export function imageGuestSettings(options: ImageGuestOptions, preset = 'imageGuest'): ImageGuestSettings {
  refuseUnknownOptions(preset, options, optionNames)
  const owner = `${preset} ${options.name}`
  const { kernel, initrd, append, iso, disk, bios, pflash = [], arch = 'x86_64' } = options
  const refuse = (wanted: string, came: unknown): never => {
    throw new CapbenchError('CAPBENCH_USAGE', `${owner}: ${wanted} was wanted, got ${JSON.stringify(came)}`)
  }
  for (const what of ['name', 'system'] as const)
    if (typeof options[what] !== 'string') refuse(`a ${what}`, options[what])
  if (!Object.hasOwn(defaults, arch)) refuse('arch x86_64 or aarch64', arch)
  const own = defaults[arch]
  const settings: ImageGuestSettings = {
    ...machineSettings(
      owner,
      {
        role: 'subject',
        memoryMiB: 256,
        ...options,
        timeouts: { boot: 120_000, ...options.timeouts },
      },
      { name: options.name, leastMemoryMiB: 1, arch },
    ),
    owner,
    system: options.system,
    sources: {
      ...(kernel !== undefined && { kernel }),
      ...(initrd !== undefined && { initrd }),
      ...(iso !== undefined && { iso }),
      ...(disk !== undefined && { disk }),
      ...(bios !== undefined && { bios }),
      pflash,
    },
    append,
    diskBus: options.diskBus ?? own.diskBus,
    extraArgs: options.extraArgs ?? [],
    files: options.files ?? {},
    machine: options.machine ?? platforms[arch].machineType,
    ports: options.ports ?? own.ports,
    boot: options.boot ?? [],
    secrets: options.secrets ?? {},
    typing: { ...defaultTyping, ...options.typing },
    exit: options.exit,
    faults: options.faults ?? [],
    subsystems: options.subsystems ?? [],
    provenance: { ...unknownProvenance, ...options.provenance },
    features: options.features ?? [],
    manifest: options.manifest,
    notes: options.notes ?? [],
  }
  if (settings.manifest !== undefined) {
    if (settings.system !== 'capos') refuse('no manifest, which only capOS has,', settings.system)
    checkManifest(settings.manifest, { terms: [] }) // throws for what cannot be compared
  }
  checkMachine(settings, refuse)
  checkSources(settings, refuse)
  checkExit(settings, refuse)
  refuseUnknownOptions(`${owner} typing`, options.typing ?? {}, Object.keys(defaultTyping))
  refuseUnknownOptions(`${owner} provenance`, options.provenance ?? {}, Object.keys(unknownProvenance))
  checkSecrets(owner, settings.secrets)
  checkDialogue('CAPBENCH_USAGE', `the boot dialogue of ${owner}`, settings.boot, Object.keys(settings.secrets))
  const [first] = settings.boot
  if (first && !('wait' in first))
    refuse(
      'a boot dialogue that begins with a wait, because nobody reads what is typed before anything was said,',
      first,
    )
  checkExtraArguments(owner, settings.extraArgs)
  checkFileNames(owner, Object.keys(settings.files), settings.extraArgs)
  return settings
}

type Refuse = (wanted: string, came: unknown) => never

function checkMachine(settings: ImageGuestSettings, refuse: Refuse): void {
  const { system, role, machine, ports, typing } = settings
  if (!isName(system)) refuse('a system of lower-case letters, digits and . _ -', system)
  if (!roles.includes(role)) refuse(`a role (${roles.join(', ')})`, role)
  if (/(?:^|,)accel=/.test(machine)) refuse('a machine without accel=, which has an option of its own,', machine)
  if (!/^[A-Za-z0-9][A-Za-z0-9.,=_+-]*$/.test(machine)) refuse('a QEMU machine type as QEMU writes it', machine)
  if (ports.length > 4 || ports.some((port) => !portChannels.includes(port)) || new Set(ports).size !== ports.length)
    refuse('ports as up to four of console, records and diagnostics, each once,', ports)
  if (!(Number.isInteger(typing.bytes) && typing.bytes >= 1 && typing.echoMs >= 0 && typing.echoMs <= 10_000))
    refuse('typing of at least 1 byte and an echoMs from 0 to 10000', typing)
}

function checkSources(settings: ImageGuestSettings, refuse: Refuse): void {
  const { sources, append, diskBus } = settings
  const { kernel, initrd, iso, disk, bios, pflash } = sources
  const given = [kernel, initrd, iso, disk, bios, ...pflash, ...Object.values(settings.files)]
  const bad = given.find(
    (path) => path !== undefined && (typeof path !== 'string' || path === '' || path.includes('\0')),
  )
  if (bad !== undefined) refuse('a path', bad)
  if ([kernel, iso, disk, bios, ...pflash].every((path) => path === undefined))
    refuse('something to boot (kernel, iso, disk, bios or pflash)', null)
  if (kernel === undefined && (initrd !== undefined || append !== undefined))
    refuse('a kernel to which initrd and append belong', { initrd, append })
  if (append !== undefined && /[\0\n\r]/.test(append)) refuse('append as one line', append)
  if (bios !== undefined && pflash.length > 0) refuse('bios or pflash, not both', { bios, pflash })
  if (pflash.length > 2) refuse('at most two flash chips', pflash)
  if (!diskBuses.includes(diskBus)) refuse(`diskBus ${diskBuses.join(', ')}`, diskBus)
}

function checkExit({ owner, exit, arch }: ImageGuestSettings, refuse: Refuse): void {
  const how = "exit: { by: 'debug-exit', code }, { by: 'shutdown' } or { by: 'quit' }"
  if (exit === undefined || exit === null) refuse(`${how}, how a run ends for certain,`, exit)
  refuseUnknownOptions(`${owner} exit`, exit, exit.by === 'debug-exit' ? ['by', 'code', 'iobase', 'iosize'] : ['by'])
  switch (exit.by) {
    case 'shutdown':
    case 'quit':
      return
    case 'debug-exit': {
      const { code, iobase = 0xf4, iosize = 4 } = exit
      if (arch !== 'x86_64') refuse('another exit: isa-debug-exit exists on x86_64 alone', exit)
      if (!(Number.isInteger(code) && code >= 3 && code <= 255 && code % 2 === 1))
        refuse('an odd exit code from 3 to 255: a written value v gives (v << 1) | 1, and 1 is an error of QEMU,', code)
      if (!(Number.isInteger(iobase) && iobase >= 1 && iobase <= 0xffff && [1, 2, 4].includes(iosize)))
        refuse('iobase from 1 to 0xffff and iosize 1, 2 or 4', { iobase, iosize })
      return
    }
    default:
      exit satisfies never
      refuse(how, exit)
  }
}
