import { protocol } from '@capbench/core'
import { placeOf } from './step.ts'

/** Where lines of the protocol stand in a console log. Whether they are sound is for the parser to say. */
export interface FoundLines {
  readonly lines: number
  /** Lines that begin as a record of any version does, without what stands between them. */
  readonly records: Uint8Array
  readonly count: number
  /** Second word of the first of them, where it is a nonce. */
  readonly nonce: string | undefined
  /** The first lines with a record that does not stand at their beginning, where no parser looks. */
  readonly strays: readonly Stray[]
}

export interface Stray {
  readonly line: number
  /** Of the line in the log. */
  readonly byte: number
  /** The end of what stands before the record. */
  readonly before: string
}

const LF = 0x0a
const family = Buffer.from('@CB')
const mark = Buffer.from(`${protocol.prefix} `)
const noncePattern = new RegExp(protocol.nonce.pattern)
const mostStrays = 3
const mostBefore = 40

/** Linear in the size of the log. Of lines of records one more is kept than a parser takes, so that it says so. */
export function findLines(log: Uint8Array): FoundLines {
  const bytes = Buffer.from(log.buffer, log.byteOffset, log.byteLength)
  const records: Buffer[] = []
  let lines = 0
  for (let offset = 0; offset < bytes.length; lines++) {
    const lf = bytes.indexOf(LF, offset)
    const next = lf === -1 ? bytes.length : lf + 1
    const isRecord = family.every((byte, index) => bytes[offset + index] === byte)
    if (isRecord && records.length <= protocol.maxRecords) records.push(bytes.subarray(offset, next))
    offset = next
  }
  const nonce = records[0]?.subarray(0, 64).toString('latin1').split(' ')[1] ?? ''
  return {
    lines,
    records: Buffer.concat(records),
    count: records.length,
    nonce: noncePattern.test(nonce) ? nonce : undefined,
    strays: straysIn(bytes),
  }
}

function straysIn(bytes: Buffer): readonly Stray[] {
  const strays: Stray[] = []
  let searched = 0
  while (strays.length < mostStrays) {
    const at = bytes.indexOf(mark, searched)
    if (at === -1) break
    const begin = bytes.lastIndexOf(LF, at) + 1
    const lf = bytes.indexOf(LF, at)
    // What stands inside a record's own line is that record's fault, and one stray a line is enough.
    if (begin < at && !bytes.subarray(begin).subarray(0, family.length).equals(family)) {
      const before = bytes.subarray(Math.max(begin, at - mostBefore), at).toString()
      strays.push({ ...placeOf(bytes, begin), before })
    }
    if (lf === -1) break
    searched = lf
  }
  return strays
}
