import { crc32 } from 'node:zlib'

export interface Line {
  readonly type: string
  readonly value: unknown
}

/** Reads a record stream by the words of docs/protocol.md, without any code of ours; says what is wrong. */
export function readRecords(bytes: Buffer, nonce: string): readonly Line[] {
  const lines = bytes.toString('latin1').split('\n')
  if (lines.pop() !== '') throw new Error('the last line is torn')
  let crc = 0
  const records = lines.map((line, index) => {
    const [prefix, itsNonce, sequence, type, ...rest] = line.split(' ')
    if (prefix !== '@CB1' || itsNonce !== nonce || sequence !== String(index))
      throw new Error(`line ${index} is no record: ${line}`)
    if (line.length > 4095) throw new Error(`line ${index} is too long`)
    const value: unknown = JSON.parse(Buffer.from(rest.join(' '), 'latin1').toString('utf8'))
    const last = index === lines.length - 1
    const end = JSON.stringify({ count: index, crc32: crc.toString(16).padStart(8, '0') })
    if (last !== (type === 'end') || (last && JSON.stringify(value) !== end))
      throw new Error(`line ${index}: ${line}, want ${end}`)
    crc = crc32(Buffer.from(`${line}\n`, 'latin1'), crc)
    return { type: type ?? '', value }
  })
  if (records.at(-1)?.type !== 'end') throw new Error('there is no end')
  return records
}

export interface ProbeLine {
  readonly term: string
  readonly call: string
  readonly errno: string | null
  readonly outcome: string
  readonly by: string
}

/** What came of every probe, one by one. */
export function probesIn(records: readonly Line[]): readonly ProbeLine[] {
  return records.flatMap(({ type, value }) => {
    if (type !== 'probes') return []
    const { calls, ...verdict } = value as Omit<ProbeLine, 'term' | 'call'> & { calls: Record<string, string> }
    return Object.entries(calls).map(([term, call]) => ({ term, call, ...verdict }))
  })
}

/** The value of the only record of a type, with its fields to compare. */
export function only(records: readonly Line[], type: string): unknown {
  const found = records.filter((record) => record.type === type)
  if (found.length !== 1) throw new Error(`${found.length} records of type ${type}`)
  return found[0]?.value
}
