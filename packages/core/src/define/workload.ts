import type { Parser } from '../parse/transcript.ts'
import type { Setting } from '../verify/verdict.ts'
import type { ProgramFile } from './program.ts'
import type { Architecture } from './system.ts'

/** A static program of the plugin, the same file in a guest and on the host. */
export interface ProgramWorkload<P, O> {
  readonly form: 'program'
  /** Finds the built binary for an architecture. Called once, before the first run. */
  readonly program: (arch: Architecture) => ProgramFile
  /** Arguments after the nonce. */
  readonly args: (setting: Setting<P>) => readonly string[]
  /** Where this system prints another format: a parser of the same observation. */
  readonly parser?: Parser<O>
}
/** How one benchmark runs on one kind of system. */
export type Workload<P, O = unknown> = ProgramWorkload<P, O>
