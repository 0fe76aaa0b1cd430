import type {
  Architecture,
  Envelope,
  FaultPattern,
  JsonObject,
  Provenance,
  Role,
  Subsystem,
  System,
} from '@capbench/core'

/** What a run is, for options that differ from run to run. */
export interface HarnessCall {
  readonly benchmark: string
  readonly case: string
  readonly vcpus: number
  /** Of this run: 32 hexadecimal digits, for a harness that can hand it to its guest, and for names of folders. */
  readonly nonce: string
  /** The CPUs that QEMU is to be pinned to; null where it is not. */
  readonly pin: readonly number[] | null
}

/** One value for all runs, or one that follows from the run. */
export type PerRun<T> = T | ((call: HarnessCall) => T)

/** A file that the harness leaves behind, or a glob; relative to `cwd` and below it. */
export type HarnessArtifact =
  | string
  /** Kept under this name, so that a parser finds it whatever run it came from. */
  | { readonly path: string; readonly name: string }

/** Parts of the envelope that a caller can say and only QEMU's command line can confirm. */
export type DeclaredEnvelope = Partial<Omit<Envelope, 'nesting' | 'placement' | 'hostCpuModel'>>

/** How a harness is called, and what is kept of an invocation. */
export interface HarnessTargetOptions<Name extends string = string, S extends System = System> {
  readonly name: Name
  readonly system: S
  /** Default `subject`. */
  readonly role?: Role
  /** Default `x86_64`. */
  readonly arch?: Architecture
  /**
   * File and arguments; never through a shell. It has no terminal, and nothing to read on standard input.
   * `['make', 'run-smp-process-scale']`
   */
  readonly command: PerRun<readonly [file: string, ...args: string[]]>
  /**
   * Environment variables besides `PATH`, `HOME`, `USER`, `LOGNAME`, `SHELL`, `LANG`, `LC_ALL` and `TMPDIR`. Stored
   * with every run; what is secret belongs into `secrets`. A value whose name speaks of a token, key or password is not
   * stored, and from 12 bytes on it is treated as one of `secrets`.
   */
  readonly env?: PerRun<Readonly<Record<string, string>>>
  /** Further variables that are passed on where they are set, by name: `CARGO_HOME`. Their values are not stored. */
  readonly inherit?: readonly string[]
  /** Environment variables whose values are replaced in everything that is kept. 4 to 1024 bytes each. */
  readonly secrets?: Readonly<Record<string, string>>
  /** Default: the working directory of this process. */
  readonly cwd?: string
  /** Files that are kept as they are, where this run wrote them. */
  readonly artifacts?: PerRun<readonly HarnessArtifact[]>
  /** Largest file that is kept, in bytes; default 16 MiB. A larger one is named in `host.jsonl` and left out. */
  readonly maxArtifactBytes?: number
  /**
   * The file that holds the serial log of this run's boot, kept as the artifact `qemu.log`: `lines({ from: { artifact:
   * 'qemu.log' } })` reads it, and fault patterns without a channel of their own are searched in it too.
   */
  readonly qemuLog?: PerRun<string>
  /** CPUs that the harness is told to pin QEMU to, through `env` or `command`. Read back from every thread of QEMU. */
  readonly pin?: readonly number[]
  /**
   * `one-case` (the default): an invocation boots the case of the run, once; where a second QEMU is found the run is
   * invalid. `all-cases`: the harness boots every case in each invocation, as often as it likes; a QEMU with another
   * number of vCPUs is noted and not taken for this case's. Each run is still one invocation and yields one number,
   * and every row says `harness-runs-all-cases`. The benchmark's limit then holds for all its boots: raise
   * `runFactor`.
   */
  readonly invocation?: 'one-case' | 'all-cases'
  /** What the system offers; a benchmark's `requires` is checked against it. Default none. */
  readonly subsystems?: readonly Subsystem[]
  /**
   * The machine as the harness sets it up. It counts as declared, which lowers the class, until QEMU's own command line
   * was seen to say the same; where that says something else, the run is invalid. Where KVM was neither said nor seen
   * the row is functional-only, and what nobody says is equal to nothing, so that it stands in no ratio.
   */
  readonly declared?: DeclaredEnvelope
  /** Digests and versions of kernel, image and manifest. */
  readonly identity?: JsonObject
  /** Commit and dirty flag come from git in `cwd` where they are not said. */
  readonly provenance?: Partial<Provenance>
  /** Exit code of the command that says that all is over; default 0. A parser of `lines` brings its own. */
  readonly cleanExit?: number
  /** Text that means that the system broke: on `console` (the harness's standard output), `driver` (its standard error)
   * or `artifacts/<name>`; without a channel on `console` and in the serial log. */
  readonly faults?: readonly (Omit<FaultPattern, 'channel'> & { readonly channel?: string })[]
  readonly timeouts?: {
    /** Until QEMU is seen: builds included. Default 600000 ms. A harness that starts none must end within it. */
    readonly launch?: number
  }
  /** Stretches the benchmark's limit, which holds from the first QEMU to the end of the harness. Default 1. */
  readonly runFactor?: number
}
