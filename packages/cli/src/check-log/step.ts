/** Where a fault is in a log. */
export interface Place {
  /** From 1. */
  readonly line: number
  /** Offset of its first byte, from 0. */
  readonly byte: number
}

/** What was found in one step of the way from bytes to numbers. */
export interface Step {
  readonly step: 'framing' | 'records' | 'observed' | 'check'
  readonly good: boolean
  /** What was found, or what is wrong: what was wanted and what came. */
  readonly detail: string
  readonly at?: Place
  /** The line in question, cut. */
  readonly text?: string
  readonly remedy?: string
}

const LF = 0x0a
const longest = 500

export function placeOf(log: Uint8Array, byte: number): Place {
  let line = 1
  for (let at = log.indexOf(LF); at !== -1 && at < byte; at = log.indexOf(LF, at + 1)) line++
  return { line, byte }
}

/** The line that begins at a byte, without its line end. */
export function textOf(log: Uint8Array, byte: number): string {
  const lf = log.indexOf(LF, byte)
  const end = lf === -1 ? log.length : lf
  const text = Buffer.from(log.subarray(byte, Math.min(end, byte + longest))).toString()
  return end - byte > longest ? `${text}...` : text
}
