import { protocol } from '@capbench/core'

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
  readonly offset: number
  /** What stands before the record. */
  readonly before: string
}

const LF = 0x0a
const family = Buffer.from('@CB')
const mark = Buffer.from(`${protocol.prefix} `)
const noncePattern = new RegExp(protocol.nonce.pattern)
const mostStrays = 3

/** One pass over the bytes; memory grows with the records alone. */
export function findLines(log: Uint8Array): FoundLines {
  const bytes = Buffer.from(log.buffer, log.byteOffset, log.byteLength)
  const records: Buffer[] = []
  const strays: Stray[] = []
  let lines = 0
  for (let offset = 0; offset < bytes.length; lines++) {
    const lf = bytes.indexOf(LF, offset)
    const next = lf === -1 ? bytes.length : lf + 1
    const line = bytes.subarray(offset, next)
    if (line.subarray(0, family.length).equals(family)) records.push(line)
    else if (strays.length < mostStrays) {
      const at = line.indexOf(mark)
      if (at > 0) strays.push({ line: lines + 1, offset, before: line.subarray(Math.max(0, at - 40), at).toString() })
    }
    offset = next
  }
  const nonce = records[0]?.subarray(0, 64).toString('latin1').split(' ')[1] ?? ''
  const known = noncePattern.test(nonce) ? nonce : undefined
  return { lines, records: Buffer.concat(records), count: records.length, nonce: known, strays }
}
