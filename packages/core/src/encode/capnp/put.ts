import { absentHigh } from './fields.ts'
import { cannotEncode } from './refuse.ts'
import { listOf, type Pointer, type Struct, wordBytes } from './tree.ts'

/** A struct of a data section and named pointers, which are put in the order of the schema. */
export function struct<const N extends readonly string[]>(
  data: Uint8Array,
  order: N,
  pointers: { readonly [name in N[number]]: Pointer },
): Struct {
  return { kind: 'struct', data, pointers: order.map((name: N[number]) => pointers[name]) }
}

export const noData = new Uint8Array()

export function dataSection(size: number, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size)
  fill(new DataView(bytes.buffer))
  return bytes
}

/** UTF-8 with a NUL behind it; the empty text is a null pointer. */
export function text(value: string): Pointer {
  if (value === '') return null
  if (!value.isWellFormed()) return cannotEncode('a text holds a lone surrogate')
  const bytes = new Uint8Array(Buffer.byteLength(value) + 1)
  new TextEncoder().encodeInto(value, bytes)
  return { kind: 'scalars', size: listOf.bytes, count: bytes.length, bytes }
}

export function texts(values: readonly string[]): Pointer {
  return values.length === 0 ? null : { kind: 'pointers', pointers: values.map(text) }
}

export function structs(elements: readonly Struct[]): Pointer {
  return elements.length === 0 ? null : { kind: 'structs', elements }
}

/** 64 hexadecimal digits as 32 bytes. */
export function digest(name: string, hex: string): Pointer {
  if (!/^[0-9a-f]{64}$/.test(hex)) return cannotEncode(`${name} is not 64 lower-case hexadecimal digits`)
  return { kind: 'scalars', size: listOf.bytes, count: 32, bytes: Uint8Array.from(Buffer.from(hex, 'hex')) }
}

export function numbers(name: string, values: readonly number[]): Pointer {
  if (values.length === 0) return null
  const bytes = new Uint8Array(values.length * wordBytes)
  const view = new DataView(bytes.buffer)
  for (const [index, value] of values.entries()) putNumber(view, index * wordBytes, name, value)
  return { kind: 'scalars', size: listOf.words, count: values.length, bytes }
}

/** Only what the JSON beside it can hold. */
export function putNumber(view: DataView, at: number, name: string, value: number): void {
  if (!Number.isFinite(value) || Object.is(value, -0) || Math.abs(value) > Number.MAX_SAFE_INTEGER)
    cannotEncode(`${name} is ${Object.is(value, -0) ? '-0' : value}; finite, not -0, within 2^53-1 was wanted`)
  view.setFloat64(at, value, true)
}

/** @param defaultHigh upper half of the field's default, with which its bits are stored by exclusive or */
export function putOptional(
  view: DataView,
  at: number,
  name: string,
  value: number | undefined,
  defaultHigh: number,
): void {
  if (value === undefined) view.setUint32(at + 4, absentHigh, true)
  else putNumber(view, at, name, value)
  view.setUint32(at + 4, view.getUint32(at + 4, true) ^ defaultHigh, true)
}

export function putCount(view: DataView, at: number, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff)
    cannotEncode(`${name} is ${value}; an integer from 0 to 2^32-1 was wanted`)
  view.setUint32(at, value, true)
}
