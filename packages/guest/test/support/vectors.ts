import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'

/** A piece of the body of a record: text, or a value in the formatting that it names. */
export type Part =
  | string
  | { readonly unsigned: string }
  | { readonly signed: string }
  | { readonly hex8: string }
  | { readonly string: { readonly hex: string; readonly room: number } }
  | { readonly repeat: { readonly text: string; readonly times: number } }

export type Step =
  | { readonly do: 'begin'; readonly nonce: string; readonly program: string; readonly version: string }
  | { readonly do: 'record'; readonly type: string; readonly json: readonly Part[]; readonly times?: number }
  | { readonly do: 'mark'; readonly region: string; readonly edge: 'begin' | 'end' }
  | { readonly do: 'end' }

/** What a writer must have written: the lines, or where they are too many their digest. */
export type Written =
  | { readonly lines: readonly string[]; readonly digest?: never }
  | {
      readonly lines?: never
      readonly digest: { readonly bytes: number; readonly sha256: string; readonly last: string }
    }

export type StreamVector = { readonly name: string; readonly steps: readonly Step[] } & Written
export type RefusedVector = StreamVector & { readonly reason: 'line' | 'count' | 'type' | 'control' }

export interface Vectors {
  readonly schema: 'capbench.protocol-vectors/1'
  readonly crc32: readonly { readonly name: string; readonly hex: string; readonly crc32: string }[]
  readonly nonces: { readonly accepted: readonly string[]; readonly refused: readonly string[] }
  readonly strings: readonly {
    readonly name: string
    readonly hex: string
    readonly room: number
    readonly json: string
    readonly held: number
  }[]
  readonly streams: readonly StreamVector[]
  readonly refused: readonly RefusedVector[]
}

/** The byte vectors of the guest protocol, which every writer and the page for authors are tested against. */
export const vectors = JSON.parse(readFileSync(join(packageRoot, 'vectors/protocol-vectors.json'), 'utf8')) as Vectors

/** The nonce that a stream begins with. */
export function nonceOf({ steps: [first] }: StreamVector): string {
  if (first?.do !== 'begin') throw new Error('a stream begins with begin')
  return first.nonce
}
