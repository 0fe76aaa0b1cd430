import { crc32 } from 'node:zlib'

/** The transcripts in vectors/: all of case smp2, with the default limit and under this nonce. */
export const vectorNonce = '00112233445566778899aabbccddeeff'
export const vectorWorkers = 2

/** Bytes that the FIFO of a 16550 UART holds: what is lost where nobody waits for it. */
const fifoBytes = 16

/** The last worker counted one prime less, and said so in good order: count and checksum of the stream are right. */
export function wrongCountOf(good: string): string {
  const lines = good.split('\n').slice(0, -2)
  const last = lines.length - 1
  const wrong = lines.with(
    last,
    (lines[last] ?? '').replace(/(?<="primes":)\d+/, (count) => `${Number(count) - 1}`),
  )
  const body = wrong.map((line) => `${line}\n`).join('')
  const crc = crc32(body).toString(16).padStart(8, '0')
  return `${body}@CB1 ${vectorNonce} ${wrong.length} end {"count":${wrong.length},"crc32":"${crc}"}\n`
}

/** A serial port lost its FIFO once: the end of one record, its LF and the beginning of the next. */
export function tornOf(good: string): string {
  const lineEnd = good.indexOf('\n', good.indexOf(' worker '))
  return good.slice(0, lineEnd - fifoBytes / 2) + good.slice(lineEnd + fifoBytes / 2)
}
