import type { Parser } from '../parse/transcript.ts'
import type { Setting } from '../verify/verdict.ts'
import type { DialogueStep } from './dialogue.ts'
import type { ProgramFile } from './program.ts'
import type { Architecture } from './system.ts'

/** A static program of the plugin: the same file in a Linux guest and on the host, or an image for bare metal. */
export interface ProgramWorkload<P, O> {
  readonly form: 'program'
  /** Finds the built binary for an architecture. Called once, before the first run. */
  readonly program: (arch: Architecture) => ProgramFile
  /** Arguments after the nonce. */
  readonly args: (setting: Setting<P>) => readonly string[]
  /** Where this system prints another format: a parser of the same observation. */
  readonly parser?: Parser<O>
}

/** A system that brings its own program: an image that runs it by itself, a shell on a console, an existing harness. */
export interface ConsoleWorkload<P, O> {
  readonly form: 'console'
  /**
   * What is said to the console once the target is ready: start the program, wait for its last line. Without it the
   * system runs its workload by itself.
   *
   * @param nonce of this boot; a system that can print records is told it here
   */
  readonly dialogue?: (setting: Setting<P>, nonce: string) => readonly DialogueStep[]
  readonly parser?: Parser<O>
}

/** How one benchmark runs on one kind of system. */
export type Workload<P, O = unknown> = ProgramWorkload<P, O> | ConsoleWorkload<P, O>
