import { crc32 } from 'node:zlib'
import type { StreamRecord } from '@capbench/core'

const CR = 0x0d

/** How checksums of printers come out wrong, each as it is computed over the same records. */
const mistakes: readonly (readonly [string, (bodies: readonly Uint8Array[]) => number])[] = [
  ['without the LF of each line', (bodies) => crc32(Buffer.concat(bodies))],
  ['with a CR before each LF', (bodies) => crc32(joined(bodies, '\r\n'))],
  ['without the LF of the last line', (bodies) => crc32(joined(bodies, '\n').subarray(0, -1))],
  ['without the line of "begin"', (bodies) => crc32(joined(bodies.slice(1), '\n'))],
  ['without the last exclusive-or of 0xFFFFFFFF', (bodies) => ~crc32(joined(bodies, '\n')) >>> 0],
  ['with 0 and not 0xFFFFFFFF as its start', (bodies) => crc32(joined(bodies, '\n'), 0xffffffff)],
]

/**
 * How a checksum came about that is not that of its records: the mistake that gives it, if it is a known one.
 *
 * @param records all before `end`, as they stand in `log`
 * @param found 8 hexadecimal digits
 */
export function mistakeOf(log: Uint8Array, records: readonly StreamRecord[], found: string): string | undefined {
  const bodies = records.map(({ offset, length }) => {
    const end = offset + length - 1
    return log.subarray(offset, log[end - 1] === CR ? end - 1 : end)
  })
  const hex = (crc: number) => crc.toString(16).padStart(8, '0')
  return mistakes.find(([, of]) => hex(of(bodies)) === found)?.[0]
}

function joined(bodies: readonly Uint8Array[], lineEnd: string): Buffer {
  const end = Buffer.from(lineEnd)
  return Buffer.concat(bodies.flatMap((body) => [body, end]))
}
