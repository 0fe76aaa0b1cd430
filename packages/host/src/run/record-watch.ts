import { protocol } from '@capbench/core'

/**
 * Watches a channel for records as they arrive, to steer time limits and readbacks. It judges nothing: whether the
 * records are whole and in order is decided later, from the transcript.
 *
 * @param nonce records of another nonce are passed over
 * @param onRecord gets the type and the JSON of every record; JSON that cannot be read is `undefined`
 */
export function watchRecords(
  nonce: string,
  onRecord: (type: string, value: unknown) => void,
): (chunk: Uint8Array) => void {
  let rest = ''
  return (chunk) => {
    const lines = (rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')).split('\n')
    // A longer line is no record, whatever follows.
    rest = (lines.pop() ?? '').slice(0, protocol.maxLineBytes)
    for (const line of lines) {
      const [, from, type, json] = /^(\S+ \S+) \d+ (\S+) (.*)$/.exec(line) ?? []
      if (from === `${protocol.prefix} ${nonce}` && type !== undefined) onRecord(type, parse(json ?? ''))
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
