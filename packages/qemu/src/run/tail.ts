/** Keeps the last bytes of a channel, for messages to people. */
export interface Tail {
  readonly add: (chunk: Uint8Array) => void
  /** Printable text: what a guest wrote must not reach a terminal as control sequences. */
  readonly text: () => string
}

export function keepTail(bytes: number): Tail {
  let kept: Buffer = Buffer.alloc(0)
  return {
    add: (chunk) => {
      kept = Buffer.concat([kept, chunk.slice(-bytes)]).subarray(-bytes)
    },
    text: () =>
      kept
        .toString('utf8')
        .replaceAll('\r', '')
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
        .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '?')
        .trim(),
  }
}
