import type { JsonObject, JsonValue } from '../../define/json.ts'
import { canonicalJson } from '../../encode/canonical.ts'

/** Largest relative difference of two numbers of which one is no integer. */
export const floatTolerance = 1e-9

/** Members whose text is written for people: a version may word it otherwise, and its numbers must be the same. */
const proseMembers: ReadonlySet<string> = new Set(['detail', 'review'])

/** How far the version that made a file may know other members than this one. */
export interface Allowance {
  /** It may say more: it is a newer one. */
  readonly mayAdd: boolean
  /** Whether it did not know this member yet. */
  readonly mayLack: (member: string) => boolean
}

/** Where two values are, and whether text there is prose. */
interface Place {
  readonly path: string
  readonly prose: boolean
}

/**
 * What a derived file of another version says otherwise than this version derives it: integers and everything that
 * decides (statuses, classes, labels, verdicts, hashes) must be equal, numbers that are not integers within 1e-9
 * relative. Versions only add members: a newer one may say more, an older one says nothing that is not derived.
 *
 * @param stored what lies in the directory
 * @param own what this version derives
 */
export function disagreements(stored: JsonValue, own: JsonValue, { mayAdd, mayLack }: Allowance): readonly string[] {
  return compared(stored, own, { path: '', prose: false })

  function compared(came: JsonValue | undefined, wanted: JsonValue | undefined, place: Place): readonly string[] {
    if (came === undefined) return mayLack(generic(place.path)) ? [] : [`${where(place)} is missing`]
    if (wanted === undefined) return mayAdd ? [] : [`${where(place)} follows from nothing`]
    if (Array.isArray(came) && Array.isArray(wanted)) return comparedLists(came, wanted, place)
    if (isObject(came) && isObject(wanted)) return comparedObjects(came, wanted, place)
    return agree(came, wanted, place.prose)
      ? []
      : [`${where(place)} is ${shown(came)}, ${shown(wanted)} follows from the raw evidence`]
  }

  function comparedLists(came: readonly JsonValue[], wanted: readonly JsonValue[], { path, prose }: Place) {
    if (came.length !== wanted.length) return [`${where({ path })} has ${came.length} items, ${wanted.length} follow`]
    return wanted.flatMap((item, at) => compared(came[at], item, { path: `${path}/${at}`, prose }))
  }

  function comparedObjects(came: JsonObject, wanted: JsonObject, { path, prose }: Place): readonly string[] {
    const names = [...new Set([...Object.keys(wanted), ...Object.keys(came)])]
    return names.flatMap((name) => {
      const inside = { path: `${path}/${name}`, prose: prose || proseMembers.has(name) }
      return compared(memberOf(came, name), memberOf(wanted, name), inside)
    })
  }
}

const memberOf = (object: JsonObject, name: string) => (Object.hasOwn(object, name) ? object[name] : undefined)
const where = ({ path }: Pick<Place, 'path'>) => path || '/'
/** `/gates/3/review` as it is for every gate. */
const generic = (path: string) => path.replaceAll(/\/\d+(?=\/|$)/g, '/*')

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function agree(came: JsonValue, wanted: JsonValue, prose: boolean): boolean {
  if (typeof came === 'number' && typeof wanted === 'number') return sameNumber(came, wanted)
  if (prose && typeof came === 'string' && typeof wanted === 'string') return figuresIn(came) === figuresIn(wanted)
  return came === wanted
}

function sameNumber(came: number, wanted: number): boolean {
  if (Number.isSafeInteger(came) && Number.isSafeInteger(wanted)) return came === wanted
  return Math.abs(came - wanted) <= floatTolerance * Math.max(Math.abs(came), Math.abs(wanted))
}

/** The numbers of a sentence, in their order. */
const figuresIn = (text: string) => (text.match(/\d+(?:\.\d+)?/g) ?? []).join(' ')

function shown(value: JsonValue): string {
  const text = canonicalJson(value)
  return text.length > 200 ? `${text.slice(0, 200)} ...` : text
}
