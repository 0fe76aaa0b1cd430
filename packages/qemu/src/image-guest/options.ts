import type {
  Architecture,
  CapOSManifest,
  ChannelName,
  DialogueStep,
  FaultPattern,
  Provenance,
  Role,
  System,
} from '@capbench/core'
import { type MachineOptions, machineOptionNames } from '../machine-target/options.ts'
import type { Typing } from './dialogue/talk.ts'

/**
 * How a run of an image ends for certain. Without such a sign a crash would look like an end: QEMU exits with 0 for a
 * panic that resets, a triple fault and a signal as well.
 *
 * - `debug-exit`: the system writes a value v to the port of QEMU's isa-debug-exit, and QEMU exits with the code
 *   `(v << 1) | 1`. `code` is that exit code: odd, 3 to 255 (1 is QEMU's own error). The port is 0xf4, four bytes wide,
 *   unless said otherwise. x86_64 only;
 * - `shutdown`: the system switches the machine off (ACPI S5, PSCI). A reset does not count: a triple fault is one too;
 * - `quit`: capbench ends the machine after the last step of the workload's dialogue. For systems that cannot switch
 *   themselves off. A workload without a dialogue cannot end this way.
 */
export type ImageExit =
  | { readonly by: 'debug-exit'; readonly code: number; readonly iobase?: number; readonly iosize?: number }
  | { readonly by: 'shutdown' }
  | { readonly by: 'quit' }

/** A serial port of the machine, by the channel that it is captured as. */
export type PortChannel = Extract<ChannelName, 'console' | 'records' | 'diagnostics'>

/**
 * How an image is booted and talked to. At least one of `kernel`, `iso`, `disk`, `bios` and `pflash` is wanted. Files
 * are only read: what the system writes to a disk is gone with the machine, and the digest of every file is part of the
 * identity of the target.
 */
export interface ImageGuestOptions<Name extends string = string, S extends System = System>
  extends MachineOptions<Name> {
  /** The target in results and paths: lower-case letters, digits and `. _ -`. */
  readonly name: Name
  /** The kind of system; a benchmark has a workload for each kind. Any word: `toy-os`. */
  readonly system: S
  /** Default `subject`. */
  readonly role?: Role
  /** Memory in MiB, 1 to 1048576. Default 256. */
  readonly memoryMiB?: number
  /**
   * Limits of the phases in milliseconds. Default: launch 20000, boot 120000, exit 20000. The phase `run` has the limit
   * that the benchmark gives, times `runFactor`, which stretches the limits of the workload's steps as well.
   */
  readonly timeouts?: { readonly launch?: number; readonly boot?: number; readonly exit?: number }
  /** Default `x86_64`. `aarch64` is emulated by `qemu-system-aarch64`. */
  readonly arch?: Architecture

  /** A kernel that QEMU loads itself: Linux bzImage, multiboot or PVH ELF (x86_64), Linux Image (aarch64). */
  readonly kernel?: string
  /** Initial RAM disk, or the module of a multiboot kernel. Needs `kernel`. */
  readonly initrd?: string
  /** Command line of the kernel. `{nonce}` becomes the nonce of the run. Needs `kernel`. */
  readonly append?: string
  /** A CD-ROM image. Where there is a disk as well, the CD-ROM is booted. */
  readonly iso?: string
  /** A disk image, raw or qcow2 without a backing file; which one is read from the file. */
  readonly disk?: string
  /**
   * What the disk is attached to: `ide` (AHCI on `q35`; default on x86_64), `virtio` (default on aarch64), or `none`:
   * `extraArgs` attaches the drive `disk`, e.g. `['-device', 'nvme,drive=disk,serial=1']`.
   */
  readonly diskBus?: DiskBus
  /** Firmware in place of QEMU's own (`-bios`). */
  readonly bios?: string
  /** Contents of the flash chips, first the one that the machine starts from (OVMF: code, then variables). */
  readonly pflash?: readonly string[]
  /**
   * Further arguments of QEMU, word by word. `{nonce}` and the names of `files` in braces are replaced. What would
   * undo a promise of the driver (one accelerator, no network, no writes, our channels) is refused with the reason.
   */
  readonly extraArgs?: readonly string[]
  /** Files that `extraArgs` uses: `{ data: '/path' }` for `{data}`. Their digests are part of the identity. */
  readonly files?: Readonly<Record<string, string>>

  /** QEMU machine type with its options: `pc` (default on x86_64), `q35`, `virt,gic-version=3` (default on aarch64). */
  readonly machine?: string
  /**
   * The serial ports in order (COM1, COM2, ...), by what is kept as what. Default: console and records on x86_64,
   * console alone on aarch64. A system with its console on COM2 has `['diagnostics', 'console']`. The channels are also
   * character devices of these names for `extraArgs`: `['-device', 'virtio-serial', '-device',
   * 'virtconsole,chardev=console']` with `ports: []`.
   */
  readonly ports?: readonly PortChannel[]

  /**
   * Leads from power-on to the prompt at which a workload can begin; it is the phase `boot`. Default: none, and the
   * phase ends with the first byte of output.
   */
  readonly boot?: readonly DialogueStep[]
  /** Values of `sendSecret`. Replaced by asterisks in everything that is kept: 4 to 1024 bytes, one line. */
  readonly secrets?: Readonly<Record<string, string>>
  /** How fast is typed. Default: 4 bytes at a time, each echoed or half a second old. */
  readonly typing?: Typing
  /** How a run ends for certain. */
  readonly exit: ImageExit
  /** What the system prints when it breaks. */
  readonly faults?: readonly FaultPattern[]
  /** What the system offers; a benchmark's `requires` is checked against it. Declared, never probed. */
  readonly subsystems?: readonly string[]
  /** Where the build comes from. What is not said is unknown, and keeps the rows of a subject informational. */
  readonly provenance?: Partial<Provenance>
  /**
   * Features that the image was built with beyond an ordinary build: `measure`. A posture that does not declare them is
   * `invalid: undeclared_fast_path`.
   */
  readonly features?: readonly string[]
  /**
   * What the manifest of the image grants the workload, in the form `capbench.capos-manifest/1`. It is compared with
   * the profile of every benchmark. capOS alone.
   */
  readonly manifest?: CapOSManifest
  /** Printed with every result of the target. */
  readonly notes?: readonly string[]
}

export const diskBuses = ['ide', 'virtio', 'none'] as const
export type DiskBus = (typeof diskBuses)[number]

const own = {
  system: true,
  arch: true,
  kernel: true,
  initrd: true,
  append: true,
  iso: true,
  disk: true,
  diskBus: true,
  bios: true,
  pflash: true,
  extraArgs: true,
  files: true,
  machine: true,
  ports: true,
  boot: true,
  secrets: true,
  typing: true,
  exit: true,
  faults: true,
  subsystems: true,
  provenance: true,
  features: true,
  manifest: true,
  notes: true,
} as const satisfies Readonly<Record<Exclude<keyof ImageGuestOptions, keyof MachineOptions>, true>>

export const optionNames: readonly string[] = [...machineOptionNames, ...Object.keys(own)]
