import type { TSchema } from 'typebox'
import { Check, Errors } from 'typebox/value'

/** Where a value does not fit its schema, as a JSON pointer, and what is wanted there. */
export interface SchemaFault {
  readonly path: string
  readonly message: string
}

/** The parts of a schema that lead further down. */
interface Parts {
  readonly items?: TSchema
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly patternProperties?: Readonly<Record<string, TSchema>>
  readonly required?: readonly string[]
}

/**
 * The first place at which a value does not fit its schema; undefined where it fits. Only the way to that place is
 * looked at: TypeBox's own list visits every item of an array of millions, and keeps half a kilobyte for each.
 */
export function schemaFault(schema: TSchema, value: unknown, path = ''): SchemaFault | undefined {
  const fits: boolean = Check(schema, value)
  if (fits) return undefined
  const parts = schema as Parts
  if (Array.isArray(value) && parts.items !== undefined) {
    const { items } = parts
    const at = value.findIndex((item) => !Check(items, item))
    if (at >= 0) return schemaFault(items, value[at], `${path}/${at}`)
  }
  if (isObject(value) && (parts.properties !== undefined || parts.patternProperties !== undefined)) {
    return memberFault(parts, value, path) ?? { path: path || '/', message: 'must not have other members' }
  }
  const isChoice = 'anyOf' in schema
  if (isChoice) return { path: path || '/', message: 'must match a schema in anyOf' }
  const [error] = Errors(schema, value)
  return { path: `${path}${error?.instancePath ?? ''}` || '/', message: error?.message ?? 'unknown' }
}

function memberFault(parts: Parts, value: Readonly<Record<string, unknown>>, path: string): SchemaFault | undefined {
  const missing = (parts.required ?? []).filter((name) => !Object.hasOwn(value, name))
  if (missing.length > 0) {
    return { path: path || '/', message: `must have required properties ${missing.join(', ')}` }
  }
  for (const [name, schema] of Object.entries(parts.properties ?? {})) {
    if (Object.hasOwn(value, name) && !Check(schema, value[name])) return below(schema, value, name, path)
  }
  for (const [pattern, schema] of Object.entries(parts.patternProperties ?? {})) {
    const matching = new RegExp(pattern)
    const name = Object.keys(value).find((each) => matching.test(each) && !Check(schema, value[each]))
    if (name !== undefined) return below(schema, value, name, path)
  }
  return undefined
}

function below(schema: TSchema, value: Readonly<Record<string, unknown>>, name: string, path: string) {
  return schemaFault(schema, value[name], `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
