import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { CapbenchError } from '@capbench/core'

/** Longest message that is taken from QEMU, in characters. */
const maxLine = 4 * 1024 * 1024

/** Calls `line` for each whole, non-empty line of a stream; what `line` throws goes to `error` and ends the reading. */
export function splitLines(
  stream: Readable,
  to: {
    readonly line: (text: string) => void
    readonly end: () => void
    readonly error: (error: CapbenchError) => void
  },
): void {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const take = (chunk: Buffer): void => {
    try {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > maxLine)
        throw new CapbenchError('CAPBENCH_HOSTILE', `a message of QEMU's monitor is longer than ${maxLine} characters`)
      for (const text of lines) if (text.trim() !== '') to.line(text)
    } catch (error) {
      stream.off('data', take)
      stream.resume()
      to.error(
        error instanceof CapbenchError
          ? error
          : new CapbenchError('CAPBENCH_BUG', `reading QMP: ${String(error)}`, { cause: error }),
      )
    }
  }
  stream.on('data', take)
  stream.on('end', to.end)
}
