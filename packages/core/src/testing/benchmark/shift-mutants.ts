import type { JsonObject, JsonValue } from '../../define/json.ts'
import { protocol } from '../../protocol/grammar.ts'
import { type Framed, reframed } from './framing.ts'
import type { Mutant } from './outcome.ts'
import type { Recording } from './recording.ts'

/** Far enough to show in a counter that is shifted right by 20 bits, and in a median over many values. */
const far = 2 ** 22

const reserved: readonly string[] = protocol.reserved

/**
 * Whole streams in which every number at one path is moved as far, up or down: what a metric makes of many readings,
 * such as a median, need not change with one of them.
 */
export function shiftMutants(recording: Recording, framed: Framed): readonly Mutant[] {
  const types = new Set(framed.records.map(({ type }) => type).filter((type) => !reserved.includes(type)))
  const paths = new Set(framed.records.flatMap(({ type, value }) => (types.has(type) ? numbersIn(value, type) : [])))
  return [...paths].flatMap((path) =>
    [far, -far].map((by) => {
      const records = framed.records.map(({ type, value }) => ({
        type,
        value: types.has(type) ? (shifted(value, type, path, by) as JsonObject) : value,
      }))
      return { ...reframed(recording, framed, records), what: `every ${path} is ${by} more` }
    }),
  )
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function numbersIn(value: JsonValue, path: string): readonly string[] {
  if (typeof value === 'number') return [path]
  if (Array.isArray(value)) return value.flatMap((element: JsonValue) => numbersIn(element, `${path}[]`))
  return isObject(value) ? Object.entries(value).flatMap(([name, each]) => numbersIn(each, `${path}.${name}`)) : []
}

function shifted(value: JsonValue, path: string, wanted: string, by: number): JsonValue {
  if (typeof value === 'number') return path === wanted && Number.isSafeInteger(value + by) ? value + by : value
  if (Array.isArray(value)) return value.map((element: JsonValue) => shifted(element, `${path}[]`, wanted, by))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, shifted(each, `${path}.${name}`, wanted, by)]),
  )
}
