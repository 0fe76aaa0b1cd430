/** A line as it stood in the bytes. */
export interface SourceLine {
  /** From 1. */
  readonly number: number
  /** Byte offset in the channel or file. */
  readonly offset: number
  /** Without line end and CRs at both ends; what is not UTF-8 is U+FFFD. Of a longer line only its beginning. */
  readonly text: string
  /** Whether it was UTF-8. */
  readonly utf8: boolean
  /** Whether it has its line end. */
  readonly whole: boolean
  /** Longer than is tried. */
  readonly tooLong: boolean
}

const LF = 0x0a
const CR = 0x0d

/**
 * Splits bytes into lines, one at a time: 64 MiB of short lines need no array of them. A line ends at LF; consoles put
 * a CR before or after it (`\r\n`, `\n\r`), which belongs to neither line.
 */
export function* sourceLines(bytes: Uint8Array, maxLineBytes: number): Generator<SourceLine> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let offset = 0, number = 1; offset < buffer.length; number++) {
    const lf = buffer.indexOf(LF, offset)
    const next = lf === -1 ? buffer.length : lf + 1
    let start = offset
    let end = lf === -1 ? next : lf
    const tooLong = next - offset > maxLineBytes
    if (tooLong) end = offset + maxLineBytes
    else while (end > offset && buffer[end - 1] === CR) end--
    while (start < end && buffer[start] === CR) start++
    if (start === end && lf === -1) return // the CR that follows the last LF
    const body = buffer.subarray(start, end)
    const text = body.toString('utf8')
    // Only a replacement character can mean that a byte was replaced.
    const utf8 = !text.includes('\ufffd') || Buffer.from(text).equals(body)
    yield { number, offset, text, utf8, whole: lf !== -1, tooLong }
    offset = next
  }
}
