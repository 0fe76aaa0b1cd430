import { decodeResult, encodeResult } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import { readMessage } from '../../../src/encode/capnp/read-message.ts'
import { writeMessage } from '../../../src/encode/capnp/write-message.ts'
import { framed } from './capnp-tool.ts'
import { passedResult } from './results.ts'

/** A struct pointer: words from its end to its target, words of data, pointers. */
const struct = (offset: number, data: number, pointers: number) => [offset << 2, data | (pointers << 16)] as const
const list = (offset: number, size: number, count: number) => [(offset << 2) | 1, size | (count << 3)] as const
const tag = (count: number, data: number, pointers: number) => [count << 2, data | (pointers << 16)] as const
type Word = readonly [low: number, high: number]
const one: Word = [1, 0]
const zero: Word = [0, 0]

function message(...words: readonly Word[]): Uint8Array {
  const segment = Buffer.alloc(words.length * 8)
  for (const [index, [low, high]] of words.entries()) {
    segment.writeInt32LE(low, index * 8)
    segment.writeUInt32LE(high >>> 0, index * 8 + 4)
  }
  return framed(segment)
}

const refusal = (text: string) =>
  expect.objectContaining({ code: 'CAPBENCH_HOSTILE', message: expect.stringContaining(text) })

describe('a message is refused for', () => {
  test.each<readonly [what: string, bytes: Uint8Array, message: string]>([
    ['nothing', new Uint8Array(), 'ends before its first pointer'],
    ['half a word', new Uint8Array(20), 'not a number of whole words'],
    ['two segments', Buffer.concat([Uint8Array.of(1, 0, 0, 0), Buffer.alloc(20)]), 'has 2 segments'],
    ['half a billion segments', Buffer.alloc(16, 0xff), 'has 4294967296 segments'],
    ['another length than it says', message(struct(0, 1, 0), one).subarray(0, 16), '1 words where its table says 2'],
    ['a null root', message(zero), 'null pointer as root: a default message'],
    ['a list as root', message(list(0, 5, 1), one), 'a list as root'],
    ['a far pointer', message([2, 0]), 'into another segment'],
    ['a capability', message([3, 0]), 'to a capability'],
    ['a pointer behind the end', message(struct(1, 1, 0), one), 'to word 3, where preorder wants word 2'],
    ['a pointer before the begin', message(struct(-3, 1, 0), one), 'to word -1, where'],
    ['a pointer to itself', message(struct(0, 0, 1), struct(-1, 0, 1)), 'to word 2, where preorder wants word 3'],
    ['a circle', message(struct(0, 0, 1), struct(-2, 0, 1)), 'to word 1, where preorder wants word 3'],
    ['a struct larger than the message', message(struct(0, 0xffff, 0xffff), one), 'to 131070 words'],
    ['a list larger than the message', message(struct(0, 0, 1), list(0, 5, 2 ** 28)), 'to 268435456 words'],
    ['a struct that two pointers share', message(struct(0, 0, 2), struct(1, 1, 0), struct(0, 1, 0), one), 'preorder'],
    ['words of no object', message(struct(0, 1, 0), one, one), 'has 1 words after its last object'],
    ['a gap', message(struct(1, 1, 0), zero, one), 'to word 3, where preorder wants word 2'],
    ['a data section that ends in zero', message(struct(0, 2, 0), one, zero), 'last data word is zero'],
    ['a pointer section that ends in null', message(struct(0, 1, 1), one, zero), 'last pointer is null'],
    ['an empty struct elsewhere', message(struct(1, 0, 0), one), 'not at itself'],
    ['bytes behind a text', message(struct(0, 0, 1), list(0, 2, 1), [0x100, 0]), 'padding is not zero'],
    ['bits behind a list of bits', message(struct(0, 0, 1), list(0, 1, 3), [8, 0]), 'padding is not zero'],
    ['a tag of another size', message(struct(0, 0, 1), list(0, 7, 2), tag(1, 1, 0), one, one), 'tag does not fit'],
    ['a tag that is a list', message(struct(0, 0, 1), list(0, 7, 1), [5, 1], one), 'tag does not fit'],
    ['structs wider than they need be', message(struct(0, 0, 1), list(0, 7, 1), tag(1, 1, 0), zero), 'are all zero'],
    ['structs with pointers for nothing', message(struct(0, 0, 1), list(0, 7, 1), tag(1, 0, 1), zero), 'are all null'],
    ['half a billion structs of no size', message(struct(0, 0, 1), list(0, 7, 0), tag(2 ** 29, 0, 0)), 'more than'],
    ['an empty list of sized structs', message(struct(0, 0, 1), list(0, 7, 0), tag(0, 1, 0)), 'are all zero'],
  ])('%s', (_what, bytes, text) => {
    expect(() => decodeResult(bytes)).toThrow(refusal(text))
    expect(() => readMessage(bytes)).toThrow(refusal(text))
  })

  test('structs inside each other without end', () => {
    const chain = (depth: number) =>
      message(...Array.from({ length: depth }, () => struct(0, 0, 1)), struct(0, 1, 0), one)
    expect(() => readMessage(chain(40))).toThrow(refusal('nested deeper than 32 levels'))
    expect(readMessage(chain(20)).kind).toBe('struct')
  })

  test('more bytes than the caller wants to read', () => {
    const bytes = encodeResult(passedResult)
    expect(() => decodeResult(bytes, { maxBytes: bytes.length - 1 })).toThrow(refusal('at most'))
    expect(() => decodeResult(Buffer.alloc(8 * 1024 * 1024 + 8))).toThrow(refusal('at most 8388608 are read'))
  })
})

describe('a message of a newer writer', () => {
  /** The same result with more: data behind the data, a pointer behind the pointers. */
  const newer = () => {
    const known = readMessage(encodeResult(passedResult))
    return {
      ...known,
      data: Uint8Array.of(...known.data, 7, 0, 0, 0, 0, 0, 0, 0),
      pointers: [...known.pointers, known],
    }
  }

  test('is read as far as it is known', () => {
    const bytes = writeMessage(newer())
    expect(decodeResult(bytes)).toEqual(passedResult)
    expect(Buffer.from(writeMessage(readMessage(bytes))).equals(bytes)).toBe(true)
  })
})
