import { crc32 } from 'node:zlib'
import type { JsonObject } from '../define/json.ts'
import { quoteForMessage } from '../encode/canonical.ts'
import { decodeUtf8, parseStrictJson } from '../encode/strict.ts'
import { CapbenchError } from '../error.ts'
import { protocol } from '../protocol/grammar.ts'
import { encodeEndValue } from '../protocol/record.ts'

/** A record as it stood in the bytes. */
export interface StreamRecord {
  readonly seq: number
  readonly type: string
  readonly value: JsonObject
  /** Byte offset of the line in the channel. */
  readonly offset: number
  /** Bytes of the line, its line end included. */
  readonly length: number
}

/** All records of a whole stream, `begin` and `end` included; or why it is void, with those read before the fault. */
export type Stream =
  | { readonly ok: true; readonly records: readonly StreamRecord[] }
  | { readonly ok: false; readonly lost: string; readonly records: readonly StreamRecord[] }

/** Whose stream is read, and with which nonce. */
export interface StreamOptions {
  /** The nonce that this run was given. */
  readonly nonce: string
  /**
   * What to do with lines that are no records. `refuse` (the default) for a channel that carries records alone;
   * `ignore` where the machine has one channel for everything. A line with another version of the prefix is refused
   * either way.
   */
  readonly foreign?: 'refuse' | 'ignore'
}

const LF = 0x0a
const CR = 0x0d
const AT = 0x40
const family = '@CB'
const lineFeed = Uint8Array.of(LF)

/**
 * Reads a channel of the guest protocol. All or nothing: any torn, missing, repeated, foreign or malformed record voids
 * the stream, and the reason names the line and its byte offset.
 *
 * One CR before the LF of a line is taken for the terminal's and not for the record's. Time is linear in the size of
 * the input; only the records' own lines are ever decoded.
 */
export function parseStream(bytes: Uint8Array, options: StreamOptions): Stream {
  const records: StreamRecord[] = []
  const state: State = { records, crc: 0, ended: false, nonce: options.nonce, ignore: options.foreign === 'ignore' }
  let line = 1
  for (let offset = 0; offset < bytes.length; line++) {
    const lf = bytes.indexOf(LF, offset)
    const next = lf === -1 ? bytes.length : lf + 1
    // Other text may be 64 MiB of short lines: it is passed over without a view of each.
    const skip = state.ignore && bytes[offset] !== AT
    const fault = skip ? undefined : readLine(state, bytes.subarray(offset, next), offset)
    if (fault !== undefined) return { ok: false, lost: `line ${line}, byte ${offset}: ${fault}`, records }
    offset = next
  }
  if (records.length === 0) return { ok: false, lost: 'no begin record', records }
  if (!state.ended) return { ok: false, lost: `no end record after ${records.length} records`, records }
  return { ok: true, records }
}

interface State {
  readonly records: StreamRecord[]
  /** CRC-32 of the record lines so far. */
  crc: number
  ended: boolean
  readonly nonce: string
  readonly ignore: boolean
}

/** Takes one line, its line end included if it has one. Returns the fault, if any. */
function readLine(state: State, line: Uint8Array, offset: number): string | undefined {
  const whole = line.at(-1) === LF
  if (!isOurs(line, whole)) return state.ignore ? undefined : `not a record: ${sketch(line)}`
  if (state.ended) return 'a record after the end record'
  if (!whole) return 'the last line is torn'
  const body = line.subarray(0, line.at(-2) === CR ? -2 : -1)
  if (body.length + 1 > protocol.maxLineBytes) {
    return `${body.length + 1} bytes long; at most ${protocol.maxLineBytes} are allowed`
  }
  try {
    const record = readRecord(state, body)
    if (record.type === 'end') state.ended = true
    else state.crc = crc32(lineFeed, crc32(body, state.crc))
    state.records.push({ ...record, offset, length: line.length })
    return undefined
  } catch (error) {
    if (error instanceof CapbenchError && error.code === 'CAPBENCH_HOSTILE') return error.message
    throw error
  }
}

function readRecord(state: State, body: Uint8Array): Omit<StreamRecord, 'offset' | 'length'> {
  const expected = state.records.length
  const text = decodeUtf8(body)
  const [prefix = '', nonce = '', sequence = '', type = ''] = text.split(' ', 4)
  if (prefix !== protocol.prefix) return refuse(`protocol ${quoteForMessage(prefix)} is not ${protocol.prefix}`)
  if (nonce !== state.nonce) return refuse(`the nonce is ${quoteForMessage(nonce)}, not the one this run was given`)
  if (sequence !== String(expected)) {
    return refuse(`expected sequence number ${expected}, found ${quoteForMessage(sequence)}`)
  }
  if (!typePattern.test(type)) return refuse(`${quoteForMessage(type)} is not a record type`)
  if ((type === 'begin') !== (expected === 0)) {
    return refuse(expected === 0 ? `no begin record: the first is "${type}"` : 'a second begin record')
  }
  if (type !== 'end' && expected + 1 >= protocol.maxRecords) return refuse(`more than ${protocol.maxRecords} records`)
  const json = text.slice(prefix.length + nonce.length + sequence.length + type.length + 4)
  if (type === 'end') checkEnd(json, expected, state.crc)
  const value = parseStrictJson(json)
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return refuse('the body is not a JSON object')
  return { seq: expected, type, value: value as JsonObject }
}

/** `end` is not covered by its own checksum, so that only its one exact spelling is taken. */
function checkEnd(json: string, count: number, crc: number): void {
  const wanted = encodeEndValue(count, crc)
  if (json === wanted) return
  const [, found, checksum] = /^\{"count":(\d+),"crc32":"([0-9a-f]{8})"\}$/.exec(json) ?? []
  if (found === undefined) refuse(`the end record is not spelled {"count":C,"crc32":"8 hexadecimal digits"}`)
  if (found !== String(count)) refuse(`the end record counts ${found} records before it; there are ${count}`)
  refuse(`the end record's checksum is ${checksum}; that of the records is ${wanted.slice(-10, -2)}`)
}

const typePattern = new RegExp(protocol.type.pattern)

/** Whether a line is, or as a torn last line may have been, a record of some version of the protocol. */
function isOurs(line: Uint8Array, whole: boolean): boolean {
  const length = whole ? family.length : Math.min(family.length, line.length)
  for (let i = 0; i < length; i++) if (line[i] !== family.charCodeAt(i)) return false
  return true
}

function sketch(line: Uint8Array): string {
  return quoteForMessage(Buffer.from(line.subarray(0, 65)).toString('latin1'))
}

function refuse(fault: string): never {
  throw new CapbenchError('CAPBENCH_HOSTILE', fault)
}
