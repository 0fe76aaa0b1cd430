import { quoteForMessage } from '../canonical.ts'
import { absentHigh } from './fields.ts'
import { refuse } from './refuse.ts'
import { listOf, type Pointer, type Struct, wordBytes } from './tree.ts'

/** Pointers of a struct by the names of the schema; those that an older writer did not know are null. */
export function named<const N extends readonly string[]>(
  { pointers }: Struct,
  order: N,
): { readonly [name in N[number]]: Pointer } {
  const entries = order.map((name, index) => [name, pointers[index] ?? null] as const)
  return Object.fromEntries(entries) as { [name in N[number]]: Pointer }
}

/** The data section, filled up with the zeros that were cut. Fields that this reader does not know are left out. */
export function dataOf({ data }: Struct, size: number): DataView {
  const bytes = new Uint8Array(size)
  bytes.set(data.subarray(0, size))
  return new DataView(bytes.buffer)
}

export function structAt(name: string, pointer: Pointer): Struct {
  if (pointer?.kind !== 'struct') return refuse(`has no struct as ${name}`)
  return pointer
}

export function textAt(name: string, pointer: Pointer): string {
  if (pointer === null) return ''
  const bytes = bytesAt(name, pointer)
  if (bytes[bytes.length - 1] !== 0) refuse(`has a text without its NUL as ${name}`)
  if (bytes.length === 1) refuse(`has an empty text that is no null pointer as ${name}`)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, -1))
  } catch {
    return refuse(`has a text that is not UTF-8 as ${name}`)
  }
}

export function textsAt(name: string, pointer: Pointer): string[] {
  if (pointer === null) return []
  if (pointer.kind !== 'pointers' || pointer.pointers.length === 0)
    return refuse(`has no list of texts as ${name}, or an empty one that is no null pointer`)
  return pointer.pointers.map((each, index) => textAt(`${name}[${index}]`, each))
}

export function structsAt(name: string, pointer: Pointer): readonly Struct[] {
  if (pointer === null) return []
  if (pointer.kind !== 'structs' || pointer.elements.length === 0)
    return refuse(`has no list of structs as ${name}, or an empty one that is no null pointer`)
  return pointer.elements
}

/** 32 bytes as 64 hexadecimal digits. */
export function digestAt(name: string, pointer: Pointer): string {
  if (pointer === null) return refuse(`has no ${name}`)
  const bytes = bytesAt(name, pointer)
  if (bytes.length !== 32) refuse(`has ${bytes.length} bytes as ${name}, where SHA-256 has 32`)
  return Buffer.from(bytes).toString('hex')
}

export function numbersAt(name: string, pointer: Pointer): number[] {
  if (pointer === null) return []
  if (pointer.kind !== 'scalars' || pointer.size !== listOf.words || pointer.count === 0)
    return refuse(`has no list of numbers as ${name}, or an empty one that is no null pointer`)
  const view = new DataView(pointer.bytes.buffer, pointer.bytes.byteOffset, pointer.bytes.byteLength)
  const values: number[] = []
  for (let index = 0; index < pointer.count; index++) values.push(takeNumber(view, index * wordBytes, name))
  return values
}

/** Only what the JSON beside it can hold. */
export function takeNumber(view: DataView, at: number, name: string): number {
  const value = view.getFloat64(at, true)
  if (!Number.isFinite(value) || Object.is(value, -0) || Math.abs(value) > Number.MAX_SAFE_INTEGER)
    return refuse(`has a number as ${name} that is not finite, is -0, or is beyond 2^53-1`)
  return value
}

/** @param defaultHigh upper half of the field's default, with which its bits are stored by exclusive or */
export function takeOptional(view: DataView, at: number, name: string, defaultHigh: number): number | undefined {
  const high = view.getUint32(at + 4, true) ^ defaultHigh
  if (high >>> 0 === absentHigh && view.getUint32(at, true) === 0) return undefined
  view.setUint32(at + 4, high, true)
  return takeNumber(view, at, name)
}

export function oneOf<const N extends readonly string[]>(name: string, names: N, index: number): N[number] {
  return (
    names[index] ?? refuse(`has ${name} ${index}, which this reader does not know (${quoteForMessage(names.join())})`)
  )
}

function bytesAt(name: string, pointer: Exclude<Pointer, null>): Uint8Array {
  if (pointer.kind !== 'scalars' || pointer.size !== listOf.bytes) return refuse(`has no bytes as ${name}`)
  if (pointer.bytes.length === 0) return refuse(`has an empty list that is no null pointer as ${name}`)
  return pointer.bytes
}
