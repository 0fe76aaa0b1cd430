import { suggested } from '../options/nearest.ts'
import { usage } from '../options/usage.ts'

/** What a member of a JSON object is to be. */
export type Kind = 'text' | 'text or null' | 'number' | 'object' | 'list'

const isKind: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  'text or null': (value) => value === null || typeof value === 'string',
  number: (value) => typeof value === 'number',
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: (value) => Array.isArray(value),
}

/**
 * The members of an object: those that are wanted, each of its kind, and no other.
 *
 * @param wanted kinds by name; a name that ends in `?` may be missing
 * @throws CAPBENCH_USAGE naming the member
 */
export function demandMembers(
  where: string,
  value: unknown,
  wanted: Readonly<Record<string, Kind>>,
): Readonly<Record<string, unknown>> {
  if (!isKind.object(value)) throw usage(`${where} is to be an object`)
  const object = value as Readonly<Record<string, unknown>>
  const kinds = new Map(Object.entries(wanted).map(([name, kind]) => [name.replace('?', ''), kind]))
  for (const name of Object.keys(object)) {
    if (!kinds.has(name)) throw usage(`${where} has no member "${name}"`, suggested(name, [...kinds.keys()]))
  }
  for (const [name, kind] of kinds) {
    const given = Object.hasOwn(object, name) ? object[name] : undefined
    if (given === undefined && Object.hasOwn(wanted, `${name}?`)) continue
    if (given === undefined) throw usage(`${where} lacks "${name}", which is to be ${kind}`)
    if (!isKind[kind](given)) throw usage(`${where}: "${name}" is to be ${kind}`)
  }
  return object
}
