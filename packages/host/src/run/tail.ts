/** The last bytes of a channel, for messages to people. */
export interface Tail {
  readonly add: (chunk: Uint8Array) => void
  /** Without control characters: what a program wrote must not reach a terminal as commands. */
  readonly text: () => string
}

/**
 * Keeps the last bytes of what is written to it.
 *
 * @param bytes how many bytes are kept
 */
export function keepTail(bytes: number): Tail {
  let kept = Buffer.alloc(0)
  return {
    add: (chunk) => {
      kept = Buffer.concat([kept, chunk.subarray(-bytes)]).subarray(-bytes)
    },
    text: () =>
      kept
        .toString('utf8')
        .replaceAll('\r', '')
        .replaceAll(/[^\P{Cc}\n]|\p{Cf}/gu, '?')
        .trim(),
  }
}
