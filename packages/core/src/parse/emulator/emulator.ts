import { type EmulatorCommand, emulatorCommand, propertiesOf } from './options.ts'
import { acceleratorsOf, memoryBytesOf, topologyOf } from './values.ts'

/** Numbers of `-smp`. What is not said is null. */
export interface GuestTopology {
  readonly sockets: number | null
  readonly cores: number | null
  readonly threads: number | null
}

/**
 * What a QEMU command line says of its machine. `null` is: it does not say, and the emulator takes its own default,
 * which depends on its version.
 */
export interface Emulator {
  /** `qemu` where the file says so. */
  readonly emulator: string | null
  /** Last part of the path of the file. */
  readonly file: string | null
  /** Does it only answer a question (`-version`, `-machine help`) and run no machine? */
  readonly query: boolean
  readonly machine: string | null
  /** Every accelerator that is named, each once. More than one is a silent fallback. */
  readonly accelerators: readonly string[]
  /** The accelerator, where one alone is named; `tcg` where none is and the file is `qemu-system-*`. */
  readonly accelerator: string | null
  /** `thread=` of `tcg`; `single` where it is said once of several times. */
  readonly threadMode: string | null
  readonly icount: boolean
  /** `-smp`; 1 where it is not given, as QEMU documents. Null where it cannot be read. */
  readonly vcpus: number | null
  readonly topology: GuestTopology
  readonly memoryBytes: number | null
  readonly cpuModel: string | null
  /** Last part of the path of `-bios` or of a flash drive, without its ending. */
  readonly firmware: string | null
}

/**
 * Reads a QEMU command line: of a process that was found, or one that is about to be started.
 *
 * @param args words after the file, or the whole command line with the file first, as in `/proc/<pid>/cmdline`
 */
export function emulatorOf(args: readonly string[]): Emulator {
  const command = emulatorCommand(args)
  const { options } = command
  const last = (...names: readonly string[]) => options.findLast(({ name }) => names.includes(name))?.value
  const file = command.file === undefined ? null : (command.file.split('/').at(-1) ?? null)
  const isQemu = file?.startsWith('qemu-system-') ?? false
  const accelerators = acceleratorsOf(options)
  const threads = options
    .filter(({ name }) => name === 'accel')
    .map(({ value = '' }) => propertiesOf(value, 'accel'))
    .flatMap((each) => (each.get('accel') === 'tcg' ? [each.get('thread') ?? 'unsaid'] : []))
    .filter((mode) => mode !== 'unsaid')
  const machines = options
    .filter(({ name }) => name === 'M' || name === 'machine')
    .map(({ value = '' }) => propertiesOf(value, 'type').get('type'))
  const smp = topologyOf(last('smp'))
  const [only] = accelerators
  return {
    emulator: isQemu || file === 'qemu-kvm' || file === 'kvm' ? 'qemu' : null,
    file,
    query: isQuery(command),
    machine: machines.findLast((each) => each !== undefined) ?? null,
    accelerators,
    accelerator: accelerators.length === 1 && only !== undefined ? only : isQemu && only === undefined ? 'tcg' : null,
    threadMode: threads.includes('single') ? 'single' : (threads.at(-1) ?? null),
    icount: options.some(({ name }) => name === 'icount'),
    vcpus: smp.vcpus,
    topology: smp.topology,
    memoryBytes: memoryBytesOf(last('m')),
    cpuModel: last('cpu') ?? null,
    firmware: firmwareOf(command),
  }
}

function isQuery({ options }: EmulatorCommand): boolean {
  return options.some(
    ({ name, value = '' }) => ['version', 'h', 'help'].includes(name) || /^(help|\?)(,|$)|[,=]help$/.test(value),
  )
}

function firmwareOf({ options }: EmulatorCommand): string | null {
  const flash = options
    .filter(({ name }) => name === 'drive')
    .map(({ value = '' }) => propertiesOf(value, 'file'))
    .find((drive) => drive.get('if') === 'pflash')
  const path =
    options.findLast(({ name }) => name === 'bios' || name === 'pflash')?.value ?? flash?.get('file') ?? undefined
  if (path === undefined) return null
  return (path.split('/').at(-1) ?? path).replace(/\.[a-z0-9]+$/i, '')
}
