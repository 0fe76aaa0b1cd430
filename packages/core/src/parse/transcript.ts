/** The raw bytes of a finished run, as they were received. */
export interface Transcript {
  /** The nonce that the program was given. */
  readonly nonce: string
  /** Bytes of a channel; empty where nothing came or the target has no such channel. */
  readonly channel: (name: string) => Uint8Array
  /** Bytes of a file that the harness left behind, by the name it is kept under; empty where there is none. */
  readonly artifact: (name: string) => Uint8Array
}

/** What a parser made of a transcript: an observation, or the reason why records are lost. */
export type Parsed<O> =
  | { readonly complete: true; readonly observation: O }
  | { readonly complete: false; readonly lost: string }

/**
 * Turns raw bytes into an observation. Pure, versioned: another version may read the same bytes differently, so the
 * version is part of the workload hash.
 */
export interface Parser<out O> {
  readonly format: string
  readonly version: number
  /**
   * Of a foreign format: the exit code that says that all is over, in place of the target's own. Such a format has no
   * checksum, and every result of it says so.
   */
  readonly foreign?: { readonly exit: number }
  readonly parse: (transcript: Transcript) => Parsed<O>
}
