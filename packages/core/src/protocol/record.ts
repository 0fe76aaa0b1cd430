import { crc32 } from 'node:zlib'
import type { JsonObject } from '../define/json.ts'
import { canonicalJson, quoteForMessage } from '../encode/canonical.ts'
import { CapbenchError } from '../error.ts'
import { protocol } from './grammar.ts'

export interface ProtocolRecord {
  readonly type: string
  readonly value: JsonObject
}

const noncePattern = new RegExp(protocol.nonce.pattern)
const typePattern = new RegExp(protocol.type.pattern)

/**
 * One line of the guest protocol, its final LF included.
 *
 * @param seq sequence number from 0
 * @throws CapbenchError CAPBENCH_USAGE if a part breaks the grammar or the line is longer than 4096 bytes.
 */
export function encodeRecord(nonce: string, seq: number, type: string, value: JsonObject): string {
  if (!noncePattern.test(nonce))
    refuse(`a nonce is 32 lower-case hexadecimal digits or "-", not ${quoteForMessage(nonce)}`)
  if (!Number.isSafeInteger(seq) || seq < 0) refuse(`a sequence number is a whole number from 0, not ${seq}`)
  if (!typePattern.test(type)) refuse(`a record type matches ${protocol.type.pattern}, unlike ${quoteForMessage(type)}`)
  const line = `${protocol.prefix} ${nonce} ${seq} ${type} ${canonicalJson(value)}\n`
  const bytes = Buffer.byteLength(line)
  if (bytes > protocol.maxLineBytes) {
    refuse(`a record has at most ${protocol.maxLineBytes} bytes; record ${seq} (${type}) has ${bytes}: split it`)
  }
  return line
}

/** The JSON of an `end` record, exactly as the protocol spells it. */
export function encodeEndValue(count: number, crc: number): string {
  return `{"count":${count},"crc32":"${crc.toString(16).padStart(8, '0')}"}`
}

/**
 * A whole stream: `begin`, the given records, `end` with their count and checksum.
 *
 * @param begin what the program says of itself: `{ program, version }`
 * @throws CapbenchError CAPBENCH_USAGE
 */
export function encodeStream(nonce: string, begin: JsonObject, records: readonly ProtocolRecord[]): Uint8Array {
  const count = records.length + 1
  if (count + 1 > protocol.maxRecords) refuse(`a stream has at most ${protocol.maxRecords} records, not ${count + 1}`)
  const lines = [encodeRecord(nonce, 0, 'begin', begin)]
  for (const { type, value } of records) {
    if (type === 'begin' || type === 'end') refuse(`the record "${type}" is added by the stream itself`)
    lines.push(encodeRecord(nonce, lines.length, type, value))
  }
  const body = Buffer.from(lines.join(''))
  const end = `${protocol.prefix} ${nonce} ${count} end ${encodeEndValue(count, crc32(body))}\n`
  return Buffer.concat([body, Buffer.from(end)])
}

function refuse(fault: string): never {
  throw new CapbenchError('CAPBENCH_USAGE', fault)
}
