import {
  type Architecture,
  CapbenchError,
  isName,
  type JsonObject,
  type Role,
  refuseUnknownOptions,
} from '@capbench/core'
import { checkLimits, chosenPin, type PhaseLimits, type PinChoice, type PinSettings, pinSettings } from '@capbench/host'
import { checkDebugger, type DebuggerChoice } from '../command/debugger.ts'
import { type AcceleratorWish, accelerators } from '../probe/accelerator.ts'
import { platforms } from './platform.ts'

/** Choices of every guest that this driver boots itself; each has a default. */
export interface MachineOptions<Name extends string = string> {
  /** The target in results and paths. Default: the kind of system. */
  readonly name?: Name
  /** Default `reference`. */
  readonly role?: Role
  /** Guest memory in MiB, up to 1048576. Default 128. */
  readonly memoryMiB?: number
  /** Default `auto`. */
  readonly accelerator?: AcceleratorWish
  /**
   * Host CPUs of runs: a list, as `taskset -c` understands it, or a policy: `{ policy: 'cores', vcpus: 'each' }` gives
   * every vCPU a core. Default: not pinned.
   */
  readonly pin?: PinChoice
  /** QEMU CPU model. Default `host` under KVM; under TCG `qemu64`, for aarch64 `cortex-a72`. */
  readonly cpu?: string
  /** Where kernels, images and probe verdicts are kept. Default `CAPBENCH_CACHE`, else the user's cache directory. */
  readonly cacheDir?: string
  /**
   * Limits of the phases in milliseconds. Default: launch 20000, boot 60000, exit 20000. The phase `run` has the limit
   * that the benchmark gives, times `runFactor`. Time in which the machine waits for a CPU of the host does not count,
   * up to 4 times the limit.
   */
  readonly timeouts?: { readonly launch?: number; readonly boot?: number; readonly exit?: number }
  /** Stretches the benchmark's run limit. Default 1 under KVM, 10 under TCG. */
  readonly runFactor?: number
  /** File of QEMU: a name looked up in PATH, or a path. Default `qemu-system-` and the architecture. */
  readonly qemu?: string
  /**
   * Halts every run before its first instruction until a debugger lets it go, without a time limit. Such results are
   * labelled `special-build-or-caps`.
   */
  readonly gdb?: DebuggerChoice
}

/** The choices with their defaults. */
export interface MachineSettings {
  readonly arch: Architecture
  readonly name: string
  readonly role: Role
  readonly memoryMiB: number
  readonly accelerator: AcceleratorWish
  readonly pin: PinSettings | undefined
  readonly cpu: string | undefined
  readonly cacheDir: string | undefined
  readonly timeouts: Omit<PhaseLimits, 'run'>
  readonly runFactor: number | undefined
  readonly qemu: string
  readonly gdb: DebuggerChoice | undefined
}

export const machineOptionNames = [
  'name',
  'role',
  'memoryMiB',
  'accelerator',
  'pin',
  'cpu',
  'cacheDir',
  'timeouts',
  'runFactor',
  'qemu',
  'gdb',
] as const satisfies readonly (keyof MachineOptions)[]
const timeoutNames = ['launch', 'boot', 'exit'] as const satisfies readonly (keyof MachineSettings['timeouts'])[]

/**
 * @param factory name of the function whose options these are, for messages
 * @throws CapbenchError `CAPBENCH_USAGE` for a choice that no host could serve
 */
export function machineSettings(
  factory: string,
  options: MachineOptions,
  {
    name: defaultName,
    leastMemoryMiB,
    arch = 'x86_64',
  }: { readonly name: string; readonly leastMemoryMiB: number; readonly arch?: Architecture },
): MachineSettings {
  const { name = defaultName, memoryMiB = 128, accelerator = 'auto', timeouts, runFactor, pin, cpu } = options
  const usage = (wanted: string, came: unknown): CapbenchError =>
    new CapbenchError('CAPBENCH_USAGE', `${factory}: ${wanted} was wanted, got ${JSON.stringify(came)}`)
  refuseUnknownOptions(`${factory} timeouts`, timeouts ?? {}, timeoutNames)
  if (!isName(name)) throw usage('a name of lower-case letters, digits and . _ -', name)
  if (!Number.isInteger(memoryMiB) || memoryMiB < leastMemoryMiB || memoryMiB > 1 << 20)
    throw usage(`memoryMiB from ${leastMemoryMiB} to 1048576`, memoryMiB)
  if (accelerator !== 'auto' && !accelerators.includes(accelerator))
    throw usage('accelerator auto, kvm or tcg', accelerator)
  if (cpu !== undefined && !/^[A-Za-z0-9][A-Za-z0-9.,=_+-]*$/.test(cpu)) throw usage('a QEMU CPU model', cpu)
  if (runFactor !== undefined && !(runFactor >= 1 && runFactor <= 1000))
    throw usage('runFactor from 1 to 1000', runFactor)
  const limits = { launch: 20_000, boot: 60_000, exit: 20_000, ...timeouts }
  checkLimits(factory, limits)
  if (options.gdb) checkDebugger(factory, options.gdb)
  return {
    arch,
    name,
    role: options.role ?? 'reference',
    memoryMiB,
    accelerator,
    pin: pin && pinSettings(factory, pin),
    cpu,
    cacheDir: options.cacheDir,
    timeouts: limits,
    runFactor,
    qemu: options.qemu ?? platforms[arch].qemu,
    gdb: options.gdb,
  }
}

/** What the caller chose, without paths of this host. */
export function chosenForMachine(settings: MachineSettings): JsonObject {
  return {
    memoryMiB: settings.memoryMiB,
    accelerator: settings.accelerator,
    pin: chosenPin(settings.pin),
    cpu: settings.cpu ?? null,
    timeouts: { ...settings.timeouts },
    runFactor: settings.runFactor ?? null,
    ...(settings.gdb && { gdb: 'port' in settings.gdb ? 'port' : 'path' }),
  }
}
