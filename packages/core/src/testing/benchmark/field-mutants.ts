import type { JsonObject, JsonValue } from '../../define/json.ts'
import { canonicalJson } from '../../encode/canonical.ts'
import { protocol } from '../../protocol/grammar.ts'
import { type Framed, reframed } from './framing.ts'
import type { Mutant } from './outcome.ts'
import type { Recording } from './recording.ts'
import { spreadGroups } from './spread.ts'

/** One changed value of a record. */
interface Change {
  /** `worker.primes`, `table.rows[].digest`: the record's type and the path in it. */
  readonly path: string
  readonly from: JsonValue
  readonly to: JsonValue
  readonly whole: JsonObject
  readonly record: number
}

const reserved: readonly string[] = protocol.reserved

/**
 * Whole streams with one wrong value each: a number one more and one less, a text with another first or last letter,
 * a flag turned round, an array without its last element.
 *
 * @param context paths, or types of records, that are no answers and stay as they are
 */
export function fieldMutants(
  recording: Recording,
  framed: Framed,
  context: readonly string[],
  most: number,
): readonly Mutant[] {
  const changes = framed.records.flatMap(({ type, value }, record): readonly Change[] =>
    reserved.includes(type)
      ? []
      : changesOf(value, type).map(({ path, from, to, whole }) => ({
          ...{ path, from, to, record },
          whole: whole as JsonObject,
        })),
  )
  const wanted = changes.filter(({ path }) => !context.some((known) => isWithin(path, known)))
  return spreadGroups(wanted, ({ path }) => path, most).map(({ path, from, to, whole, record }) => {
    const type = framed.records[record]?.type ?? ''
    const changed = reframed(recording, framed, framed.records.with(record, { type, value: whole }))
    return { ...changed, what: `record ${record + 1}: ${path} is ${canonicalJson(to)} and was ${canonicalJson(from)}` }
  })
}

/** Is it the path itself, or a part of what it names? */
const isWithin = (path: string, known: string): boolean =>
  path === known || path.startsWith(`${known}.`) || path.startsWith(`${known}[`)

interface Leaf {
  readonly path: string
  readonly from: JsonValue
  readonly to: JsonValue
  /** The whole value with the change in it. */
  readonly whole: JsonValue
}

function changesOf(value: JsonValue, path: string): readonly Leaf[] {
  if (Array.isArray(value)) {
    const list: readonly JsonValue[] = value
    const inside = list.flatMap((element, index) =>
      changesOf(element, `${path}[]`).map((leaf) => ({ ...leaf, whole: list.with(index, leaf.whole) })),
    )
    const shorter = list.length === 0 ? [] : [{ path, from: value, to: list.slice(0, -1), whole: list.slice(0, -1) }]
    return [...inside, ...shorter]
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value as JsonObject).flatMap(([name, each]) =>
      changesOf(each, `${path}.${name}`).map((leaf) => ({
        ...leaf,
        whole: { ...(value as JsonObject), [name]: leaf.whole },
      })),
    )
  }
  return others(value).map((to) => ({ path, from: value, to, whole: to }))
}

function others(value: Exclude<JsonValue, object> | null): readonly JsonValue[] {
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number')
    return [value + 1, value - 1].filter((each) => Number.isSafeInteger(each) || !Number.isInteger(value))
  if (typeof value === 'string') return otherTexts(value)
  return [0]
}

/** A letter or digit for another of its kind, so that patterns of the form still hold. */
function otherTexts(text: string): readonly string[] {
  if (text === '') return ['x']
  const other = (char: string) => (char === '1' ? '2' : /[0-9]/.test(char) ? '1' : char === 'a' ? 'b' : 'a')
  return [...new Set([other(text[0] ?? '') + text.slice(1), text.slice(0, -1) + other(text.at(-1) ?? '')])]
}
