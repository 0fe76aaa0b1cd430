import type { AuthorityProfile } from '../authority/profile.ts'
import type { DialogueStep } from '../define/dialogue.ts'
import type { JsonObject, JsonValue } from '../define/json.ts'
import type { ProgramFile } from '../define/program.ts'
import type { Architecture, System } from '../define/system.ts'
import type { ChannelName } from '../protocol/grammar.ts'
import type { RunEnd } from './end.ts'
import type { HostEvent } from './events.ts'
import type { TargetFacts } from './facts.ts'

/** What a target is in a suite. The report shows subject and reference first and native context apart. */
export const roles = ['subject', 'reference', 'native-context'] as const
/** What a target is in a suite. */
export type Role = (typeof roles)[number]

/** A binary, device or file that a target needs; doctor and the reasons of unsupported results read the same list. */
export interface Requirement {
  /** `qemu-system-x86_64` */
  readonly need: string
  readonly why: string
  readonly remedy: string
}

/** What a target is given to find out what it can do. */
export interface PrepareContext {
  /** Largest vCPU count that the suite asks of this target. */
  readonly maxVcpus: number
  readonly signal: AbortSignal
  /** Progress of slow preparation (a download, a probe), for people. */
  readonly progress: (message: string) => void
  /**
   * Adds `env/<name>.json` to the evidence. The first target that offers a name captures it; later ones get the same
   * value back, so that all targets of a campaign share one topology.
   */
  readonly environment: <T extends JsonValue>(name: string, capture: () => Promise<T> | T) => Promise<T>
}

/** What a run executes. A target that cannot serve a form says `launch-failed`, naming the form. */
export type Work =
  | {
      readonly form: 'program'
      readonly program: ProgramFile
      /** Arguments of the program after the nonce. */
      readonly args: readonly string[]
    }
  | { readonly form: 'console'; readonly dialogue: readonly DialogueStep[] }

/** Everything that one run needs. The nonces differ from run to run. */
export interface RunRequest {
  readonly benchmark: string
  readonly caseName: string
  /** CPUs to present and workers that the program will start. */
  readonly vcpus: number
  /** CPUs that this run may present fewer of, because the caller asked for oversubscription. */
  readonly oversubscribe: boolean
  readonly work: Work
  /** What the work may do. A target that can enforce it does so before the program starts. */
  readonly authority: AuthorityProfile
  /** Goes to the program, as its first argument. */
  readonly nonce: string
  /** Goes to init and launcher only. */
  readonly launcherNonce: string
  /** Limit of the phase `run` in milliseconds, from the benchmark; a target may stretch it (emulation). */
  readonly runTimeoutMs: number
}

/** Takes what a run produces, as it arrives. Bytes go to disk unchanged, with the time of receipt. */
export interface TranscriptSink {
  /** Once, right after the process was started or could not be: the exact command, wrappers included. */
  readonly started: (command: { readonly file: string; readonly args: readonly string[] }) => void
  readonly write: (channel: ChannelName, chunk: Uint8Array) => void
  /**
   * Keeps a file that a harness left behind, unchanged, as `artifacts/<name>` of the run.
   *
   * @param name of the form `^[a-z0-9][a-z0-9._-]{0,63}$`; a second file of the same name is refused (CAPBENCH_BUG)
   */
  readonly artifact: (name: string, bytes: Uint8Array) => void
  /** Facts about the host during the run (affinity read back, run delay, QMP events): one line of `host.jsonl`. */
  readonly event: (event: HostEvent) => void
}

/**
 * A system under test and how it is reached: an object that a factory returns. What it can do is in its facts
 * (`subsystems`, `pinning`, `unmet`). Closures, not `this`: a variant is `{ ...target, name: 'other' }`.
 *
 * `execute` never throws for what the system under test does; it returns how the run ended. When `signal` aborts it
 * ends the whole process group for certain and returns `cancelled` (or `overflow` where the abort reason is `{
 * overflow: true }`). Afterwards no process and no temporary file of the run is left.
 */
export interface Target<out Name extends string = string, out S extends System = System> {
  readonly name: Name
  readonly system: S
  readonly arch: Architecture
  readonly role: Role
  readonly requires: readonly Requirement[]
  /** What the caller chose, for `config.json`: no host names, no absolute paths (`${KERNEL}` and a digest instead). */
  readonly chosen: JsonObject
  readonly prepare: (context: PrepareContext) => Promise<TargetFacts>
  readonly execute: (request: RunRequest, sink: TranscriptSink, signal: AbortSignal) => Promise<RunEnd>
}
