import { protocol } from '../../protocol/grammar.ts'
import { encodeEndValue } from '../../protocol/record.ts'
import { type Framed, reframed, withBytes } from './framing.ts'
import type { Mutant } from './outcome.ts'
import type { Recording } from './recording.ts'
import { spread } from './spread.ts'

const join = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

/** Streams that are torn, have gaps, or are somebody else's: no definition may read on. */
export function tornMutants(recording: Recording, framed: Framed, most: number): readonly Mutant[] {
  const { lines, nonce } = framed
  const whole = join(lines)
  const mutant = (what: string, bytes: Uint8Array): Mutant => ({ ...withBytes(recording, framed, bytes), what })
  const cuts = spread([...whole.keys()], most).map((at) => mutant(`cut after ${at} bytes`, whole.subarray(0, at)))
  const perLine = spread([...lines.keys()], most).flatMap((at) => {
    const line = lines[at] ?? whole
    return [
      mutant(`line ${at + 1} is gone`, join(lines.toSpliced(at, 1))),
      mutant(`line ${at + 1} stands twice`, join(lines.toSpliced(at, 0, line))),
    ]
  })
  const other = 'f'.repeat(32)
  const foreign = Buffer.from(whole).toString('latin1').replaceAll(` ${nonce} `, ` ${other} `)
  const unheardOf = reframed(recording, framed, [...framed.records, { type: 'unheard_of', value: {} }])
  return [
    ...cuts,
    ...perLine,
    ...(nonce === protocol.nonce.none ? [] : [mutant('another nonce', Buffer.from(foreign, 'latin1'))]),
    mutant('another checksum', join([...lines.slice(0, -1), Buffer.from(endLine(nonce, lines.length - 1))])),
    { ...unheardOf, what: 'a record of a type that nobody declared' },
  ]
}

/** An `end` whose count is right and whose checksum is that of nothing. */
const endLine = (nonce: string, count: number): string =>
  `${protocol.prefix} ${nonce} ${count} end ${encodeEndValue(count, 0)}\n`

/**
 * Whole streams that lack a record, or have one twice or two in the other order.
 *
 * @param context types of records that are no answers and stay as they are
 */
export function recordMutants(recording: Recording, framed: Framed, context: readonly string[], most: number) {
  const { records } = framed
  const own = [...records.keys()].filter((at) => ![...reserved, ...context].includes(records[at]?.type ?? ''))
  const chosen = spread(own, most)
  const mutant = (what: string, changed: typeof records): Mutant => ({
    ...reframed(recording, framed, changed),
    what,
  })
  const name = (at: number) => `record ${at + 1} (${records[at]?.type})`
  const counted = chosen.flatMap((at) => {
    const record = records[at]
    if (record === undefined) return []
    return [
      mutant(`${name(at)} is missing`, records.toSpliced(at, 1)),
      mutant(`${name(at)} came twice`, records.toSpliced(at, 0, record)),
    ]
  })
  const swapped = chosen.flatMap((at) => {
    const [a, b] = [records[at], records[at + 1]]
    if (a === undefined || b === undefined || a.type !== b.type) return []
    return [mutant(`${name(at)} and the next came in the other order`, records.with(at, b).with(at + 1, a))]
  })
  return { counted, swapped }
}

const reserved: readonly string[] = protocol.reserved
