import { CapbenchError } from '../../error.ts'
import { bits, type List, listOf, maxElements, type Pointer, type Struct, wordBytes } from './tree.ts'

/**
 * A message of one segment in canonical form, behind its segment table: objects in preorder, sections of structs cut
 * after their last word that is not zero (https://capnproto.org/encoding.html#canonicalization).
 *
 * @throws CAPBENCH_USAGE where a list or the message is larger than the format can say.
 */
export function writeMessage(root: Struct): Uint8Array {
  const words = 1 + sizeOf(root)
  if (words > maxElements) tooLarge(`${words} words`)
  const bytes = new Uint8Array((1 + words) * wordBytes)
  const view = new DataView(bytes.buffer)
  view.setUint32(4, words, true)
  const segment = { bytes: bytes.subarray(wordBytes), view: new DataView(bytes.buffer, wordBytes), free: 1 }
  writePointer(segment, 0, root)
  return bytes
}

interface Segment {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** The first word that is not taken. */
  free: number
}

interface Shape {
  readonly data: number
  readonly pointers: number
}

/** Words of the sections of a struct without what is zero at their ends. */
function shapeOf({ data, pointers }: Struct): Shape {
  let end = data.length
  while (end > 0 && data[end - 1] === 0) end--
  let last = pointers.length
  while (last > 0 && pointers[last - 1] === null) last--
  return { data: Math.ceil(end / wordBytes), pointers: last }
}

/** The elements of a list have one shape, the smallest that holds them all. */
function commonShape(elements: readonly Struct[]): Shape {
  const shapes = elements.map(shapeOf)
  const largest = (part: keyof Shape) => shapes.reduce((most, shape) => Math.max(most, shape[part]), 0)
  return { data: largest('data'), pointers: largest('pointers') }
}

/** Words of everything that a pointer leads to. */
function sizeOf(pointer: Pointer): number {
  if (pointer === null) return 0
  const all = (pointers: readonly Pointer[]) => pointers.reduce((sum, each) => sum + sizeOf(each), 0)
  switch (pointer.kind) {
    case 'struct': {
      const { data, pointers } = shapeOf(pointer)
      return data + pointers + all(pointer.pointers)
    }
    case 'scalars':
      return Math.ceil(pointer.bytes.length / wordBytes)
    case 'pointers':
      return pointer.pointers.length + all(pointer.pointers)
    case 'structs': {
      const { data, pointers } = commonShape(pointer.elements)
      const below = pointer.elements.reduce((sum, each) => sum + all(each.pointers), 0)
      return 1 + pointer.elements.length * (data + pointers) + below
    }
    default:
      return pointer satisfies never
  }
}

function writePointer(segment: Segment, at: number, pointer: Pointer): void {
  if (pointer === null) return
  if (pointer.kind !== 'struct') {
    writeList(segment, at, pointer)
    return
  }
  const shape = shapeOf(pointer)
  const words = shape.data + shape.pointers
  // A struct of no size points at itself, since the word behind it may not exist.
  const offset = words === 0 ? -1 : segment.free - at - 1
  setWord(segment, at, offset << 2, shape.data | (shape.pointers << 16))
  const start = take(segment, words)
  writeSections(segment, start, pointer, shape)
  writeBelow(segment, start + shape.data, pointer.pointers)
}

function writeList(segment: Segment, at: number, list: List): void {
  const offset = ((segment.free - at - 1) << 2) | 1
  switch (list.kind) {
    case 'scalars': {
      setWord(segment, at, offset, list.size | countOf(list.count))
      const start = take(segment, Math.ceil((list.count * bits[list.size]) / (8 * wordBytes)))
      segment.bytes.set(list.bytes, start * wordBytes)
      return
    }
    case 'pointers': {
      setWord(segment, at, offset, listOf.pointers | countOf(list.pointers.length))
      writeBelow(segment, take(segment, list.pointers.length), list.pointers)
      return
    }
    case 'structs': {
      const { elements } = list
      const shape = commonShape(elements)
      const step = shape.data + shape.pointers
      setWord(segment, at, offset, listOf.structs | countOf(elements.length * step))
      const tag = take(segment, 1 + elements.length * step)
      setWord(segment, tag, elements.length << 2, shape.data | (shape.pointers << 16))
      const place = (index: number) => tag + 1 + index * step
      for (const [index, element] of elements.entries()) writeSections(segment, place(index), element, shape)
      for (const [index, { pointers }] of elements.entries()) writeBelow(segment, place(index) + shape.data, pointers)
      return
    }
    default:
      list satisfies never
  }
}

function writeSections(segment: Segment, start: number, { data }: Struct, shape: Shape): void {
  segment.bytes.set(data.subarray(0, shape.data * wordBytes), start * wordBytes)
}

function writeBelow(segment: Segment, start: number, pointers: readonly Pointer[]): void {
  for (const [index, pointer] of pointers.entries()) writePointer(segment, start + index, pointer)
}

function take(segment: Segment, words: number): number {
  const start = segment.free
  segment.free += words
  return start
}

function setWord({ view }: Segment, at: number, low: number, high: number): void {
  view.setInt32(at * wordBytes, low, true)
  view.setUint32(at * wordBytes + 4, high, true)
}

function countOf(count: number): number {
  return count > maxElements ? tooLarge(`a list of ${count}`) : count << 3
}

function tooLarge(what: string): never {
  throw new CapbenchError('CAPBENCH_USAGE', `${what} is more than a Cap'n Proto message holds (2^29-1)`)
}
