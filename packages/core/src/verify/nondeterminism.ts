import type { JsonObject, JsonValue } from '../define/json.ts'
import type { Nondeterminism } from '../define/method.ts'
import { type Cause, cause } from '../define/reasons.ts'
import { byCodeUnits } from '../encode/canonical.ts'
import type { RunRecord } from '../evidence/run-record.ts'
import type { Assessment } from './assess.ts'

interface Run {
  readonly record: Pick<RunRecord, 'ordinal'>
  readonly assessment: Assessment
}

/**
 * Runs of one row must observe the same, save for what was declared. The first accepted run is the one compared with; a
 * difference names its path.
 */
export function differences(declared: readonly Nondeterminism[], runs: readonly Run[]): readonly Cause[] {
  const found: Cause[] = []
  let base: { readonly ordinal: number; readonly flat: ReadonlyMap<string, string> } | undefined
  for (const { record, assessment } of runs) {
    if (!assessment.accepted) continue
    const outside: string[] = []
    const flat = new Map<string, string>()
    flatten(assessment.observation, '', '', declared, flat, outside)
    for (const text of outside) found.push(cause('verifier_rejected', `run ${record.ordinal}: ${text}`))
    base ??= { ordinal: record.ordinal, flat }
    const path = [...new Set([...base.flat.keys(), ...flat.keys()])].find(
      (key) => base?.flat.get(key) !== flat.get(key),
    )
    if (path !== undefined) {
      found.push(
        cause(
          'verifier_rejected',
          `undeclared nondeterminism: ${path} is ${flat.get(path) ?? 'absent'} in run ${record.ordinal} ` +
            `and ${base.flat.get(path) ?? 'absent'} in run ${base.ordinal}`,
        ),
      )
    }
  }
  return found
}

/** Leaves of a value by path, less what is declared. `place` names the element, `path` every element alike. */
function flatten(
  value: JsonValue,
  place: string,
  path: string,
  declared: readonly Nondeterminism[],
  into: Map<string, string>,
  outside: string[],
): void {
  const rule = declared.find((entry) => entry.path === path)
  if (rule?.rule === 'any') return
  if (rule?.rule === 'range') {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = rule
    if (!(typeof value === 'number' && value >= min && value <= max)) {
      outside.push(`${place} is ${JSON.stringify(value)}, declared was a number from ${min} to ${max}`)
    }
    return
  }
  if (Array.isArray(value)) {
    into.set(`${place}.length`, String(value.length))
    if (rule?.rule === 'set') {
      const elements = value.map((element: JsonValue, index) => {
        const leaves = new Map<string, string>()
        flatten(element, `${place}[${index}]`, `${path}[]`, declared, leaves, outside)
        const texts = [...leaves].map(([at, leaf]) => `${at.slice(at.indexOf(']', place.length) + 1)}=${leaf}`)
        return texts.sort(byCodeUnits).join()
      })
      into.set(place, elements.sort(byCodeUnits).join('; '))
      return
    }
    for (const [index, element] of value.entries()) {
      flatten(element as JsonValue, `${place}[${index}]`, `${path}[]`, declared, into, outside)
    }
  } else if (typeof value === 'object' && value !== null) {
    if (!isPlain(value)) outside.push(`${place} is neither plain object nor array and cannot be compared`)
    if (Object.keys(value).length === 0) into.set(place, '{}')
    for (const [key, property] of Object.entries(value as JsonObject)) {
      const dot = path === '' ? '' : '.'
      flatten(property, `${place}${dot}${key}`, `${path}${dot}${key}`, declared, into, outside)
    }
  } else into.set(place, sketch(value))
}

/** A leaf as text, also of what JSON cannot hold: an observation is whatever a plugin made. */
function sketch(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : String(value)
}

const isPlain = (value: object) => [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)
