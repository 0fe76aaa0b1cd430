import { Type } from '@capbench/core'
import fc from 'fast-check'
import { Check, Errors } from 'typebox/value'
import { expect, test } from 'vitest'
import { schemaFault } from '../../src/encode/schema-fault.ts'

const Item = Type.Object({ name: Type.String({ minLength: 1 }), count: Type.Optional(Type.Integer()) })
const Schema = Type.Object({
  schema: Type.Literal('x/1'),
  items: Type.Array(Item),
  choice: Type.Union([Type.Null(), Item]),
  byName: Type.Record(Type.String({ pattern: '^[a-z/~]+$' }), Type.Integer({ minimum: 0 })),
})
const good = { schema: 'x/1', items: [{ name: 'a' }], choice: null, byName: { a: 1 } }

test.each<[string, unknown, string, string]>([
  ['a member that is missing', { ...good, items: undefined }, '/', 'required properties items'],
  ['a constant', { ...good, schema: 'x/2' }, '/schema', 'constant'],
  ['an item', { ...good, items: [{ name: 'a' }, { name: '' }] }, '/items/1/name', '1'],
  ['an item of another type', { ...good, items: [{ name: 'a' }, 7] }, '/items/1', 'object'],
  ['a choice', { ...good, choice: { name: 1 } }, '/choice', 'anyOf'],
  ['a member by pattern', { ...good, byName: { a: 1, 'b/~': -1 } }, '/byName/b~1~0', '0'],
  ['a list for an object', [], '/', 'object'],
  ['nothing', null, '/', 'object'],
])('%s is told of with its place', (_what, value, path, message) => {
  const fault = schemaFault(Schema, JSON.parse(JSON.stringify(value)))
  expect(fault?.path).toBe(path)
  expect(fault?.message).toContain(message)
})

test('says that a value fits exactly where the library does, and names one of its places', () => {
  const part = fc.oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 2 }))
  const almost = fc.record({ schema: part, items: part, choice: part, byName: part }).map((changed) => {
    const kept = Object.entries(changed).filter(([, value]) => value !== undefined)
    return { ...good, ...Object.fromEntries(kept) }
  })
  fc.assert(
    fc.property(fc.oneof(almost, fc.jsonValue()), (value) => {
      const fault = schemaFault(Schema, value)
      expect(fault === undefined).toBe(Check(Schema, value))
      if (fault === undefined) return
      const places = Errors(Schema, value).map(({ instancePath }) => instancePath || '/')
      expect(places.some((place) => place.startsWith(fault.path) || fault.path.startsWith(place))).toBe(true)
    }),
  )
})

test('a million items that do not fit cost no memory for each', () => {
  const value = { ...good, items: new Array<number>(1_000_000).fill(0) }
  expect(schemaFault(Schema, value)?.path).toBe('/items/0')
  const before = process.memoryUsage().heapUsed
  expect(schemaFault(Type.Object({ all: Schema }), { all: value })?.path).toBe('/all/items/0')
  // The list of the library needs more than 400 MB here.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000)
})
