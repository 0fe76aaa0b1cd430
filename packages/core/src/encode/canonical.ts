import { hash } from 'node:crypto'
import type { JsonValue } from '../define/json.ts'
import { CapbenchError } from '../error.ts'

/** Most containers inside each other, the outermost included. */
export const maxJsonDepth = 32

/**
 * The RFC 8785 text of a value, without a final newline: the one form in which capbench stores JSON.
 *
 * Refuses everything that `readCanonicalJson` would refuse later, so that nothing unreadable is ever written: numbers
 * that are not finite, `-0`, numbers beyond 2^53-1 (RFC 7493, section 2.2), lone surrogates, the key `__proto__`, depth
 * over 32, and whatever JSON cannot hold: undefined, functions, symbols, bigints, instances of classes. Nothing is
 * dropped or converted in silence.
 *
 * @throws CapbenchError CAPBENCH_USAGE naming the member as a JSON pointer.
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, [])
}

/** UTF-8 bytes of `canonicalJson(value)`: what is stored and hashed. */
export function canonicalBytes(value: JsonValue): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value))
}

/** SHA-256 as 64 lower-case hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex')
}

/** Text from outside, safe to print: quoted, cut to 64 characters, everything but printable ASCII escaped. */
export function quoteForMessage(text: string): string {
  const cut = text.length > 64 ? `${text.slice(0, 64)}...` : text
  return JSON.stringify(cut).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The order of keys in RFC 8785, and of bytes where the text is ASCII. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

type Path = (string | number)[]

function write(value: unknown, path: Path): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      return writeNumber(value, path)
    case 'string':
      return writeString(value, path)
    case 'object':
      if (value === null) return 'null'
      if (path.length >= maxJsonDepth)
        return refuse(path, `is nested deeper than ${maxJsonDepth} levels or contains itself`)
      return Array.isArray(value) ? writeArray(value, path) : writeObject(value, path)
    default:
      return refuse(path, `is of type ${typeof value}, which JSON cannot hold`)
  }
}

function writeNumber(value: number, path: Path): string {
  if (!Number.isFinite(value)) return refuse(path, `is ${value}, not a finite number`)
  if (Object.is(value, -0)) return refuse(path, 'is -0; write 0')
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return refuse(path, `is ${value}, beyond 2^53-1; write it as a string or in a larger unit`)
  }
  return String(value)
}

function writeString(value: string, path: Path): string {
  return value.isWellFormed() ? JSON.stringify(value) : refuse(path, 'holds a lone surrogate')
}

function writeArray(value: readonly unknown[], path: Path): string {
  let text = '['
  for (let i = 0; i < value.length; i++) {
    path.push(i)
    text += (i === 0 ? '' : ',') + write(value[i], path)
    path.pop()
  }
  return `${text}]`
}

function writeObject(value: object, path: Path): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return refuse(path, 'is an instance of a class')
  if (Object.getOwnPropertySymbols(value).length > 0) return refuse(path, 'has a symbol as key')
  let text = '{'
  for (const key of Object.keys(value).sort(byCodeUnits)) {
    path.push(key)
    if (key === '__proto__') return refuse(path, 'is a key that readers refuse')
    const property = write((value as Record<string, unknown>)[key], path)
    text += `${text === '{' ? '' : ','}${writeString(key, path)}:${property}`
    path.pop()
  }
  return `${text}}`
}

function refuse(path: Path, fault: string): never {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  throw new CapbenchError('CAPBENCH_USAGE', `value ${quoteForMessage(pointer)} cannot be stored as JSON: it ${fault}`)
}
