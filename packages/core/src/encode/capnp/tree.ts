/**
 * A Cap'n Proto message as a tree, without a schema: https://capnproto.org/encoding.html. A null pointer is `null`.
 */
export type Pointer = Struct | List | null

/** Data section, in whole words, and pointer section. Trailing zeros and nulls are not written. */
export interface Struct {
  readonly kind: 'struct'
  readonly data: Uint8Array
  readonly pointers: readonly Pointer[]
}

export type List = Scalars | Pointers | Structs

/** Elements of `bits[size]` bits each, packed into whole bytes; text and data are lists of bytes. */
export interface Scalars {
  readonly kind: 'scalars'
  readonly size: ScalarSize
  readonly count: number
  readonly bytes: Uint8Array
}

export interface Pointers {
  readonly kind: 'pointers'
  readonly pointers: readonly Pointer[]
}

export interface Structs {
  readonly kind: 'structs'
  readonly elements: readonly Struct[]
}

/** The element sizes of a list pointer, by their code: void, bit, byte, 16, 32 and 64 bits. */
export const bits = [0, 1, 8, 16, 32, 64] as const
export type ScalarSize = 0 | 1 | 2 | 3 | 4 | 5

export const listOf = { bytes: 2, words: 5, pointers: 6, structs: 7 } as const

/** Bytes of a word, the unit of every offset and size in a message. */
export const wordBytes = 8

/** Elements that a list pointer can count, in its 29 bits. */
export const maxElements = 2 ** 29 - 1
