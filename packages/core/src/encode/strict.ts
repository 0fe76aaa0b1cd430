import type { JsonValue } from '../define/json.ts'
import { CapbenchError } from '../error.ts'
import { canonicalJson, maxJsonDepth } from './canonical.ts'

export interface ReadLimits {
  /** Largest accepted input in bytes; 8 MiB unless said otherwise. */
  readonly maxBytes?: number
}

const defaultMaxBytes = 8 * 1024 * 1024

/**
 * Reads a stored JSON file: accepted only if writing what was read gives the same bytes again. That one rule refuses
 * duplicate keys, other spellings of numbers and strings, stray whitespace and unsorted keys.
 *
 * Work and memory are linear in the size; depth is checked before anything recurses.
 *
 * @throws CapbenchError CAPBENCH_HOSTILE saying what is wrong and at which byte or member.
 */
export function readCanonicalJson(bytes: Uint8Array, limits: ReadLimits = {}): JsonValue {
  const maxBytes = limits.maxBytes ?? defaultMaxBytes
  if (bytes.length > maxBytes) refuse(`is ${bytes.length} bytes long; at most ${maxBytes} are read`)
  const text = decodeUtf8(bytes)
  const { value, canonical } = parse(text)
  if (canonical !== text) {
    const at = byteOffset(text, firstDifference(text, canonical))
    refuse(`differs from its RFC 8785 form at byte ${at} (duplicate or unsorted key, whitespace, or another spelling)`)
  }
  return value
}

/**
 * Parses JSON that need not be canonical, such as the body of a record printed by a C program, by the same rules
 * otherwise: no duplicate key at any depth, no `__proto__`, finite numbers within 2^53-1, no `-0`, no lone surrogate,
 * depth 32.
 *
 * @throws CapbenchError CAPBENCH_HOSTILE
 */
export function parseStrictJson(text: string): JsonValue {
  const { value, canonical, names } = parse(text)
  // A duplicate key vanishes in JSON.parse: then fewer names come out than went in.
  if (scan(canonical) !== names) refuse('has a duplicate key')
  return value
}

/**
 * Decodes UTF-8 without replacing anything.
 *
 * @throws CapbenchError CAPBENCH_HOSTILE on a malformed sequence or a byte order mark.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) refuse('begins with a byte order mark')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return refuse('is not UTF-8')
  }
}

function parse(text: string): { readonly value: JsonValue; readonly canonical: string; readonly names: number } {
  const names = scan(text)
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch (error) {
    // The engine's message quotes the input, which may hold terminal escapes: only the position is taken from it.
    const position = /position (\d+)/.exec(String(error))?.[1]
    return refuse(`is not JSON${position === undefined ? '' : ` (character ${position})`}`)
  }
  try {
    return { value, canonical: canonicalJson(value), names }
  } catch (error) {
    return refuse(error instanceof CapbenchError ? `breaks a rule: ${error.message}` : 'cannot be written again')
  }
}

/** One linear pass: refuses depth, and counts the names of members. Needs no valid JSON. */
function scan(text: string): number {
  let depth = 0
  let names = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quoted) {
      if (c === 0x5c) i++
      else if (c === 0x22) quoted = false
    } else if (c === 0x22) quoted = true
    else if (c === 0x3a) names++
    else if (c === 0x5d || c === 0x7d) depth--
    else if ((c === 0x5b || c === 0x7b) && ++depth > maxJsonDepth) {
      refuse(`is nested deeper than ${maxJsonDepth} levels at byte ${byteOffset(text, i)}`)
    }
  }
  return names
}

function firstDifference(a: string, b: string): number {
  let i = 0
  while (i < a.length && a.charCodeAt(i) === b.charCodeAt(i)) i++
  return i
}

function byteOffset(text: string, index: number): number {
  return Buffer.byteLength(text.slice(0, index))
}

function refuse(fault: string): never {
  throw new CapbenchError('CAPBENCH_HOSTILE', `JSON input ${fault}`)
}
