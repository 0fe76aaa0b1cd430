import type { JsonObject, JsonValue } from '../../define/json.ts'
import { canonicalJson } from '../../encode/canonical.ts'

/** Members that differ from hour to hour and decide nothing: what follows from a probe stands in the target's facts. */
const passing: readonly { readonly file: RegExp; readonly member: string }[] = [
  { file: /^host$/, member: 'loadAverage' },
  { file: /^qemu-/, member: 'kvm' },
]

/**
 * What is no longer as it was when a campaign began, by file of `env/` and member: a run that is made now would not
 * belong to the same environment.
 */
export function environmentChanges(
  before: ReadonlyMap<string, JsonValue>,
  now: ReadonlyMap<string, JsonValue>,
): readonly string[] {
  const names = [...new Set([...before.keys(), ...now.keys()])].sort()
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), now.get(name)]
    if (was === undefined) return [`env/${name}.json is new`]
    if (is === undefined) return [`env/${name}.json is no longer told`]
    return changesOf(lasting(name, was), lasting(name, is)).map(
      (member) => `env/${name}.json: ${member} is not as it was`,
    )
  })
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function lasting(name: string, value: JsonValue): JsonValue {
  if (!isObject(value)) return value
  const members = passing.filter(({ file }) => file.test(name)).map(({ member }) => member)
  return Object.fromEntries(Object.entries(value).filter(([member]) => !members.includes(member)))
}

function changesOf(was: JsonValue, is: JsonValue): readonly string[] {
  if (!isObject(was) || !isObject(is)) return canonicalJson(was) === canonicalJson(is) ? [] : ['its value']
  const members = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort()
  const text = (value: JsonValue | undefined) => (value === undefined ? '' : canonicalJson(value))
  return members.filter((member) => text(was[member]) !== text(is[member]))
}
