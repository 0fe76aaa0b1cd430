import { parseStream, type StreamRecord } from '@capbench/core'
import { mistakeOf } from './checksum.ts'
import type { FoundLines } from './find-lines.ts'
import { remedyFor } from './remedies.ts'
import { type Place, placeOf, type Step, textOf } from './step.ts'

const foundChecksum = /checksum is ([0-9a-f]{8});/

export interface Framing {
  readonly step: Step
  /** Those before the fault, where there is one. */
  readonly records: readonly StreamRecord[]
}

/** Reads the frame of the records in a log as a run on one console would be read. */
export function framingOf(log: Uint8Array, { strays, lines, count }: FoundLines, nonce: string): Framing {
  const stream = parseStream(log, { nonce, foreign: 'ignore' })
  const { records } = stream
  if (stream.ok) {
    const checksum = String(records.at(-1)?.value.crc32)
    const others = lines - count
    const detail = `${records.length} records from begin to end, count and CRC-32 (${checksum}) are right`
    return {
      step: { step: 'framing', good: true, detail: others === 0 ? detail : `${detail}; ${others} other lines` },
      records,
    }
  }
  const [, line, offset, fault = stream.lost] = /^line (\d+), byte (\d+): (.*)$/s.exec(stream.lost) ?? []
  const at: Place | undefined = line === undefined ? undefined : { line: Number(line), byte: Number(offset) }
  const [, checksum] = foundChecksum.exec(fault) ?? []
  const mistake = checksum === undefined ? undefined : mistakeOf(log, records, checksum)
  const hints = [
    mistake === undefined ? remedyFor(fault) : `it is the CRC-32 ${mistake}; take the bytes of all lines with their LF`,
    ...strays.map(
      ({ line, byte, before }) =>
        `line ${line}, byte ${byte} holds a record behind ${JSON.stringify(before)}, where nobody looks for one: ` +
        'print an LF before it, and record without timestamps',
    ),
  ]
  return {
    step: {
      step: 'framing',
      good: false,
      detail: fault,
      ...(at && { at, text: textOf(log, at.byte) }),
      remedy: hints.join('; '),
    },
    records,
  }
}

/** Where a record stands that a parser names by its number. */
export function placeOfRecord(
  log: Uint8Array,
  records: readonly StreamRecord[],
  lost: string,
): Pick<Step, 'at' | 'text'> {
  const number = /^record (\d+) /.exec(lost)?.[1]
  const record = number === undefined ? undefined : records[Number(number)]
  if (record === undefined) return {}
  return { at: placeOf(log, record.offset), text: textOf(log, record.offset) }
}
