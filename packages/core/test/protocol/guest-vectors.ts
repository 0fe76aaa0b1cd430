import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../src/define/json.ts'

type Part = string | { readonly repeat?: { readonly text: string; readonly times: number } }

type Step =
  | { readonly do: 'begin'; readonly nonce: string }
  | { readonly do: 'record'; readonly type: string; readonly json: readonly Part[]; readonly times?: number }
  | { readonly do: 'mark' | 'end' }

interface StreamVector {
  readonly name: string
  readonly steps: readonly [Step & { readonly do: 'begin' }, ...Step[]]
  /** Absent where a digest stands for them. */
  readonly lines?: readonly string[]
  readonly digest?: { readonly bytes: number; readonly sha256: string; readonly last: string }
}

interface Vectors {
  readonly nonces: { readonly accepted: readonly string[]; readonly refused: readonly string[] }
  readonly streams: readonly StreamVector[]
  readonly refused: readonly (StreamVector & { readonly reason: 'line' | 'count' | 'type' | 'control' })[]
}

/** The byte vectors that the writers in C and Rust are held to. They lie with these, and are shipped with them. */
export const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../guest/vectors/protocol-vectors.json'), 'utf8'),
) as Vectors

export const nonceOf = ({ steps: [begin] }: StreamVector): string => begin.nonce

/** Streams whose bytes stand in the file. */
export const shortStreams = vectors.streams.flatMap((vector) => {
  const { name, lines } = vector
  return lines === undefined ? [] : [{ name, nonce: nonceOf(vector), lines, bytes: Buffer.from(lines.join('')) }]
})

/** The stream of as many records as there may be. */
export const longStream = (() => {
  const [vector, ...others] = vectors.streams.filter(({ digest }) => digest !== undefined)
  if (vector?.digest === undefined || others.length > 0) throw new Error('there is one stream with a digest')
  return { nonce: nonceOf(vector), digest: vector.digest, records: recordsOf(vector) }
})()

/** The records that a vector wants written, where their bodies are text and repetitions of text. */
export function recordsOf({ steps }: Pick<StreamVector, 'steps'>): readonly { type: string; value: JsonObject }[] {
  return steps.flatMap((step) => {
    if (step.do !== 'record') return []
    const text = step.json.map((part) => (typeof part === 'string' ? part : repeated(part))).join('')
    return new Array<{ type: string; value: JsonObject }>(step.times ?? 1).fill({
      type: step.type,
      value: JSON.parse(text) as JsonObject,
    })
  })
}

function repeated({ repeat }: Exclude<Part, string>): string {
  if (repeat === undefined) throw new Error('only text and repetitions are read here')
  return repeat.text.repeat(repeat.times)
}
