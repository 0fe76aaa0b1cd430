import { CapbenchError, type JsonObject, type Role, refuseUnknownOptions } from '@capbench/core'
import { checkLimits, type PhaseLimits } from '@capbench/host'
import { placeholder } from '../command/placeholder.ts'
import { type AcceleratorWish, accelerators } from '../probe/accelerator.ts'

/** Choices of a Linux guest; every one has a default. */
export interface LinuxGuestOptions<Name extends string = string> {
  /** Default `linux`. */
  readonly name?: Name
  /** Default `reference`. */
  readonly role?: Role
  /** Path of a bzImage or vmlinux (x86-64). Default: the newest pinned Debian cloud kernel that can be had. */
  readonly kernel?: string
  /** Guest memory in MiB, 96 to 1048576. Default 128; a Debian cloud kernel panics with 64. */
  readonly memoryMiB?: number
  /** Default `auto`. */
  readonly accelerator?: AcceleratorWish
  /** Host CPUs of the whole QEMU process, as `taskset -c` understands it. Default: not pinned. */
  readonly pin?: readonly number[]
  /** QEMU CPU model. Default `host` under KVM, `qemu64` under TCG. */
  readonly cpu?: string
  /** Where kernels, images and probe verdicts are kept. Default `CAPBENCH_CACHE`, else the user's cache directory. */
  readonly cacheDir?: string
  /**
   * Limits of the phases in milliseconds. Default: launch 20000, boot 60000, exit 20000. The phase `run` has the limit
   * that the benchmark gives, times `runFactor`.
   */
  readonly timeouts?: { readonly launch?: number; readonly boot?: number; readonly exit?: number }
  /** Stretches the benchmark's run limit. Default 1 under KVM, 10 under TCG. */
  readonly runFactor?: number
  /** Further kernel parameters. They are part of the identity of the target. */
  readonly cmdline?: string
  /** File of QEMU: a name looked up in PATH, or a path. Default `qemu-system-x86_64`. */
  readonly qemu?: string
}

/** The choices with their defaults. */
export interface LinuxGuestSettings {
  readonly name: string
  readonly role: Role
  readonly kernel: string | undefined
  readonly memoryMiB: number
  readonly accelerator: AcceleratorWish
  readonly pin: readonly number[] | undefined
  readonly cpu: string | undefined
  readonly cacheDir: string | undefined
  readonly timeouts: Omit<PhaseLimits, 'run'>
  readonly runFactor: number | undefined
  readonly cmdline: string
  readonly qemu: string
}

const optionNames = [
  'name',
  'role',
  'kernel',
  'memoryMiB',
  'accelerator',
  'pin',
  'cpu',
  'cacheDir',
  'timeouts',
  'runFactor',
  'cmdline',
  'qemu',
] as const satisfies readonly (keyof LinuxGuestOptions)[]
const timeoutNames = ['launch', 'boot', 'exit'] as const satisfies readonly (keyof LinuxGuestSettings['timeouts'])[]

const usage = (wanted: string, came: unknown): CapbenchError =>
  new CapbenchError('CAPBENCH_USAGE', `linuxGuest: ${wanted} was wanted, got ${JSON.stringify(came)}`)

/** @throws CapbenchError `CAPBENCH_USAGE` for an option that does not exist or a choice that no host could serve */
export function linuxGuestSettings(options: LinuxGuestOptions): LinuxGuestSettings {
  const { name = 'linux', memoryMiB = 128, accelerator = 'auto', timeouts, runFactor, pin, cpu } = options
  refuseUnknownOptions('linuxGuest', options, optionNames)
  refuseUnknownOptions('linuxGuest timeouts', timeouts ?? {}, timeoutNames)
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name)) throw usage('a name of lower-case letters, digits and . _ -', name)
  if (!Number.isInteger(memoryMiB) || memoryMiB < 96 || memoryMiB > 1 << 20)
    throw usage('memoryMiB from 96 to 1048576', memoryMiB)
  if (accelerator !== 'auto' && !accelerators.includes(accelerator))
    throw usage('accelerator auto, kvm or tcg', accelerator)
  if (cpu !== undefined && !/^[A-Za-z0-9][A-Za-z0-9.,=_+-]*$/.test(cpu)) throw usage('a QEMU CPU model', cpu)
  if (runFactor !== undefined && !(runFactor >= 1 && runFactor <= 1000))
    throw usage('runFactor from 1 to 1000', runFactor)
  if (pin?.length === 0 || pin?.some((one) => !Number.isInteger(one) || one < 0))
    throw usage('pin as a list of CPU numbers', pin)
  const limits = { launch: 20_000, boot: 60_000, exit: 20_000, ...timeouts }
  checkLimits('linuxGuest', limits)
  return {
    name,
    role: options.role ?? 'reference',
    kernel: options.kernel,
    memoryMiB,
    accelerator,
    pin,
    cpu,
    cacheDir: options.cacheDir,
    timeouts: limits,
    runFactor,
    cmdline: options.cmdline ?? '',
    qemu: options.qemu ?? 'qemu-system-x86_64',
  }
}

/** What the caller chose, without paths of this host. */
export function chosenByCaller(settings: LinuxGuestSettings): JsonObject {
  return {
    kernel: settings.kernel === undefined ? 'locked' : placeholder('KERNEL'),
    memoryMiB: settings.memoryMiB,
    accelerator: settings.accelerator,
    pin: settings.pin ?? null,
    cpu: settings.cpu ?? null,
    cmdline: settings.cmdline,
    timeouts: { ...settings.timeouts },
    runFactor: settings.runFactor ?? null,
  }
}
