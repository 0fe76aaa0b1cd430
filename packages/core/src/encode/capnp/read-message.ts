import type { ReadLimits } from '../strict.ts'
import { refuse } from './refuse.ts'
import { bits, type List, listOf, type Pointer, type ScalarSize, type Struct, wordBytes } from './tree.ts'

const defaultMaxBytes = 8 * 1024 * 1024
/** Most objects inside each other. */
const maxDepth = 32

/**
 * Reads a message, accepted only in the one form that `writeMessage` gives its tree: one segment behind its table,
 * every object exactly where preorder puts it, no section longer than it must be. So no word belongs to two objects or
 * to none, nothing can loop or be read twice, and work and memory are linear in the size.
 *
 * @throws CAPBENCH_HOSTILE saying what is wrong and at which byte.
 */
export function readMessage(bytes: Uint8Array, limits: ReadLimits = {}): Struct {
  const maxBytes = limits.maxBytes ?? defaultMaxBytes
  if (bytes.length > maxBytes) refuse(`is ${bytes.length} bytes long; at most ${maxBytes} are read`)
  if (bytes.length % wordBytes !== 0) refuse(`has ${bytes.length} bytes, not a number of whole words`)
  if (bytes.length < 2 * wordBytes) refuse('ends before its first pointer')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const segments = view.getUint32(0, true) + 1
  if (segments !== 1) refuse(`has ${segments} segments; the canonical form has 1`)
  const said = view.getUint32(4, true)
  const words = bytes.length / wordBytes - 1
  if (said !== words) refuse(`has a segment of ${words} words where its table says ${said}`)
  // The segment table takes the first word, so that every position below is one in the file.
  const message: Message = { bytes, view, free: 2 }
  const root = readPointer(message, 1, 0)
  if (root === null) refuse('has a null pointer as root: a default message')
  if (root.kind !== 'struct') refuse('has a list as root')
  if (message.free !== words + 1) refuse(`has ${words + 1 - message.free} words after its last object`)
  return root
}

interface Message {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** The word at which the next object must begin. */
  free: number
}

function readPointer(message: Message, at: number, depth: number): Pointer {
  const low = message.view.getInt32(at * wordBytes, true)
  const high = message.view.getUint32(at * wordBytes + 4, true)
  if (low === 0 && high === 0) return null
  const fault = (text: string) => refuse(`has at byte ${at * wordBytes} a pointer ${text}`)
  if (depth >= maxDepth) fault(`nested deeper than ${maxDepth} levels`)
  const kind = low & 3
  if (kind > 1) return fault(kind === 2 ? 'into another segment' : 'to a capability')
  const target = at + 1 + (low >> 2)
  const data = high & 0xffff
  const pointers = high >>> 16
  if (kind === 0 && data + pointers === 0) {
    if (target !== at) fault('to an empty struct that is not at itself')
    return { kind: 'struct', data: new Uint8Array(), pointers: [] }
  }
  if (target !== message.free) fault(`to word ${target}, where preorder wants word ${message.free}`)
  if (kind === 1) return readList(message, high, depth, fault)
  const start = take(message, data + pointers, fault)
  if (data > 0 && isZero(message, start + data - 1)) fault('to a struct whose last data word is zero')
  if (pointers > 0 && isZero(message, start + data + pointers - 1)) fault('to a struct whose last pointer is null')
  return readStruct(message, start, data, pointers, depth)
}

type Fault = (text: string) => never

function readList(message: Message, high: number, depth: number, fault: Fault): List {
  const size = high & 7
  const count = high >>> 3
  if (size === listOf.structs) return readStructs(message, count, depth, fault)
  if (size === listOf.pointers) {
    const start = take(message, count, fault)
    return { kind: 'pointers', pointers: readPointers(message, start, count, depth) }
  }
  return readScalars(message, size as ScalarSize, count, fault)
}

function readScalars(message: Message, size: ScalarSize, count: number, fault: Fault): List {
  const length = count * bits[size]
  const words = Math.ceil(length / (8 * wordBytes))
  const start = take(message, words, fault) * wordBytes
  const end = start + Math.ceil(length / 8)
  const padding = message.bytes.subarray(end, start + words * wordBytes)
  const unused = length % 8 === 0 ? 0 : (message.bytes[end - 1] ?? 0) >> (length % 8)
  if (unused !== 0 || padding.some((byte) => byte !== 0)) fault('to a list whose padding is not zero')
  return { kind: 'scalars', size, count, bytes: message.bytes.subarray(start, end) }
}

function readStructs(message: Message, words: number, depth: number, fault: Fault): List {
  const tag = take(message, 1 + words, fault)
  const low = message.view.getUint32(tag * wordBytes, true)
  const data = message.view.getUint16(tag * wordBytes + 4, true)
  const pointers = message.view.getUint16(tag * wordBytes + 6, true)
  const count = low >>> 2
  const step = data + pointers
  if ((low & 3) !== 0 || count * step !== words) fault('to a list of structs whose tag does not fit its size')
  // Elements of no size cost no bytes, so a small message could name half a billion of them.
  if (count > message.bytes.length / wordBytes) fault(`to a list of ${count} structs, more than the message has words`)
  const place = (index: number) => tag + 1 + index * step
  const indices = Array.from({ length: count }, (_, index) => index)
  const isTight = (last: number) => indices.some((index) => !isZero(message, place(index) + last))
  if (data > 0 && !isTight(data - 1)) fault('to a list of structs whose last data words are all zero')
  if (pointers > 0 && !isTight(step - 1)) fault('to a list of structs whose last pointers are all null')
  const elements = indices.map((index) => readStruct(message, place(index), data, pointers, depth))
  return { kind: 'structs', elements }
}

function readStruct(message: Message, start: number, data: number, pointers: number, depth: number): Struct {
  return {
    kind: 'struct',
    data: message.bytes.subarray(start * wordBytes, (start + data) * wordBytes),
    pointers: readPointers(message, start + data, pointers, depth),
  }
}

function readPointers(message: Message, start: number, count: number, depth: number): readonly Pointer[] {
  return Array.from({ length: count }, (_, index) => readPointer(message, start + index, depth + 1))
}

function take(message: Message, words: number, fault: Fault): number {
  const start = message.free
  const end = message.bytes.length / wordBytes
  if (start + words > end) fault(`to ${words} words, of which the message has ${end - start}`)
  message.free += words
  return start
}

function isZero({ view }: Message, word: number): boolean {
  return view.getUint32(word * wordBytes, true) === 0 && view.getUint32(word * wordBytes + 4, true) === 0
}
