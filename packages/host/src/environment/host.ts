import { type HostFiles, hostFiles } from '../topology/files.ts'
import { relevantParameters } from './kernel-parameters.ts'
import { type Redaction, type Redactor, redactor } from './redaction.ts'
import { hostSources } from './sources.ts'

/** Facts about the host that can change a figure; stored as `env/host.json`. `null` is: the host does not say. */
export type HostEnvironment = {
  readonly schema: 'capbench.host/1'
  readonly cpu: {
    readonly model: string | null
    readonly microcode: string | null
    /** Distinct governors and drivers of all CPUs. */
    readonly governors: readonly string[]
    readonly drivers: readonly string[]
    /** Is turbo or boost on? */
    readonly boost: boolean | null
    /** `on`, `off`, `forceoff`, `notsupported`. */
    readonly smt: string | null
    readonly smtActive: boolean | null
    readonly vulnerabilities: { readonly [name: string]: string }
  }
  readonly memory: { readonly totalBytes: number | null; readonly transparentHugePages: string | null }
  readonly kernel: {
    readonly release: string | null
    readonly version: string | null
    /** Parameters that bear on speed, placement or time; the others are counted in `redactions`. */
    readonly parameters: readonly string[]
    readonly clocksource: string | null
  }
  readonly os: { readonly id: string | null; readonly versionId: string | null; readonly name: string | null }
  /** One, five and fifteen minutes, as the kernel writes them. */
  readonly loadAverage: string | null
  readonly redactions: readonly Redaction[]
  /** The file that each fact comes from. */
  readonly sources: { readonly [fact: string]: string }
}

/** Where the facts of a host are read, and what is redacted of them. */
export interface EnvironmentOptions {
  /** Where `/sys`, `/proc` and `/etc` are found. */
  readonly root?: string
  readonly redactor?: Redactor
}

/**
 * Reads the facts above from an allow-list of files; no environment variable, address or serial number is among them.
 * Only kernel parameters are cleaned: what names hardware, kernel and system is part of the identity of a target, and a
 * user who is called `debian` must not change it.
 */
export function hostEnvironment({
  root = '/',
  redactor: cleaner = redactor(),
}: EnvironmentOptions = {}): HostEnvironment {
  const files = hostFiles(root)
  const cpuinfo = files.text('proc/cpuinfo') ?? ''
  const field = (name: string): string | null =>
    new RegExp(`^${name}\\s*:\\s*(.+)$`, 'm').exec(cpuinfo)?.[1]?.trim() ?? null
  const { kept, leftOut } = relevantParameters(files.text('proc/cmdline') ?? '')
  const parameters = cleaner.clean(kept)
  const facts = {
    schema: 'capbench.host/1',
    cpu: { model: field('model name'), microcode: field('microcode'), ...cpuSettings(files) },
    memory: {
      totalBytes: memoryBytes(files),
      transparentHugePages: selected(files.text('sys/kernel/mm/transparent_hugepage/enabled')),
    },
    kernel: {
      release: files.text('proc/sys/kernel/osrelease'),
      version: files.text('proc/sys/kernel/version'),
      parameters,
      clocksource: files.text('sys/devices/system/clocksource/clocksource0/current_clocksource'),
    },
    os: osRelease(files),
    loadAverage: files.text('proc/loadavg')?.split(' ').slice(0, 3).join(' ') ?? null,
  } as const
  const redactions = [...cleaner.redactions()]
  if (leftOut > 0) redactions.push({ what: 'kernel parameters that do not bear on speed', count: leftOut })
  return { ...facts, redactions, sources: hostSources }
}

function cpuSettings(
  files: HostFiles,
): Pick<HostEnvironment['cpu'], 'governors' | 'drivers' | 'boost' | 'smt' | 'smtActive' | 'vulnerabilities'> {
  const directory = 'sys/devices/system/cpu'
  const policies = files.names(`${directory}/cpufreq`).filter((name) => /^policy\d+$/.test(name))
  const distinct = (file: string): readonly string[] =>
    [...new Set(policies.flatMap((policy) => files.text(`${directory}/cpufreq/${policy}/${file}`) ?? []))].sort(
      (a, b) => (a < b ? -1 : 1),
    )
  const noTurbo = files.integer(`${directory}/intel_pstate/no_turbo`)
  const boost = files.integer(`${directory}/cpufreq/boost`)
  const smtActive = files.integer(`${directory}/smt/active`)
  const vulnerabilities = files
    .names(`${directory}/vulnerabilities`)
    .map((name) => [name, files.text(`${directory}/vulnerabilities/${name}`) ?? ''] as const)
  return {
    governors: distinct('scaling_governor'),
    drivers: distinct('scaling_driver'),
    boost: noTurbo !== null ? noTurbo === 0 : boost !== null ? boost === 1 : null,
    smt: files.text(`${directory}/smt/control`),
    smtActive: smtActive === null ? null : smtActive === 1,
    vulnerabilities: Object.fromEntries(vulnerabilities),
  }
}

function memoryBytes(files: HostFiles): number | null {
  const kibibytes = /^MemTotal:\s+(\d+) kB$/m.exec(files.text('proc/meminfo') ?? '')?.[1]
  return kibibytes === undefined ? null : Number(kibibytes) * 1024
}

/** `always [madvise] never` has `madvise` selected. */
function selected(choices: string | null): string | null {
  return /\[(\w+)\]/.exec(choices ?? '')?.[1] ?? null
}

function osRelease(files: HostFiles): HostEnvironment['os'] {
  const text = files.text('etc/os-release') ?? files.text('usr/lib/os-release') ?? ''
  const value = (key: string): string | null =>
    new RegExp(`^${key}=(?:"([^"]*)"|'([^']*)'|(.*))$`, 'm')
      .exec(text)
      ?.slice(1)
      .find((part) => part !== undefined) ?? null
  return { id: value('ID'), versionId: value('VERSION_ID'), name: value('PRETTY_NAME') }
}
