import type { JsonObject } from '../../define/json.ts'
import { parseStream, type StreamRecord } from '../../parse/stream.ts'
import { protocol } from '../../protocol/grammar.ts'
import { encodeStream, type ProtocolRecord } from '../../protocol/record.ts'
import type { Recording } from './recording.ts'

/** A recording whose records are in the guest protocol, taken apart. */
export interface Framed {
  readonly channel: 'records' | 'console'
  /** The nonce that its records carry. */
  readonly nonce: string
  readonly begin: JsonObject
  /** All between `begin` and `end`. */
  readonly records: readonly ProtocolRecord[]
  /** Lines of records with their line ends, `begin` and `end` among them. */
  readonly lines: readonly Uint8Array[]
}

/** Undefined where no channel of a recording holds a whole stream. */
export function framedIn(recording: Recording): Framed | undefined {
  for (const channel of ['records', 'console'] as const) {
    for (const nonce of [recording.nonce, protocol.nonce.none]) {
      const bytes = recording.channels.get(channel) ?? new Uint8Array()
      const stream = parseStream(bytes, { nonce, foreign: 'ignore' })
      if (!stream.ok) continue
      const [begin] = stream.records
      const lineOf = ({ offset, length }: StreamRecord) => bytes.subarray(offset, offset + length)
      const records = stream.records.slice(1, -1).map(({ type, value }) => ({ type, value }))
      return { channel, nonce, begin: begin?.value ?? {}, records, lines: stream.records.map(lineOf) }
    }
  }
  return undefined
}

/** The recording with other records, framed as a program would have framed them. */
export const reframed = (recording: Recording, framed: Framed, records: readonly ProtocolRecord[]): Recording =>
  withBytes(recording, framed, encodeStream(framed.nonce, framed.begin, records))

/** The recording with other bytes where the records were. */
export function withBytes(recording: Recording, { channel }: Framed, bytes: Uint8Array): Recording {
  return { ...recording, channels: new Map([...recording.channels, [channel, bytes]]) }
}
