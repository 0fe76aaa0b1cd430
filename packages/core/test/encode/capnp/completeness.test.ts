import { canonicalJson, decodeResult, encodeResult, type StoredResult } from '@capbench/core'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/define/json.ts'
import { resultArms } from '../../../src/encode/result.ts'
import { everyArm } from './results.ts'

interface Schema {
  readonly properties?: { readonly [name: string]: Schema }
  readonly items?: Schema
}

const free = ['/authority/posture', '/authority/observed', '/result/measurement/absent']

/** Every property that the schema of an arm has, as far down as it says. */
function pathsOf(schema: Schema, path: string): readonly string[] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => pathsOf(each, `${path}/${name}`))
  const elements = schema.items?.properties === undefined ? [] : pathsOf(schema.items, `${path}[]`)
  return below.length + elements.length > 0 ? [...below, ...elements] : [path]
}

/** Every property that a value has, but for those of objects that the schema leaves free. */
function pathsIn(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || free.includes(path)) return [path]
  if (Array.isArray(value)) {
    const objects = value.filter((each) => typeof each === 'object')
    return objects.length > 0 ? objects.flatMap((each) => pathsIn(each, `${path}[]`)) : [path]
  }
  return Object.entries(value).flatMap(([name, each]) => pathsIn(each, `${path}/${name}`))
}

/** Everything optional is there, which the result by hand leaves out. */
function full(given: StoredResult): StoredResult {
  const observed = { kind: 'sandbox', open: ['memory.map: mmap'], posture: [] }
  const result: StoredResult = { ...given, authority: { ...given.authority, observed } }
  if (result.status === 'passed') {
    const { measurement } = result.result
    const figures = { ...measurement, scale: '2^-20', p99: 1800, absent: {} }
    return { ...result, result: { measurement: figures } }
  }
  const [arm = '', failure] = Object.entries(result.result)[0] ?? []
  const cause = 'out_of_scope'
  const causes = failure?.causes.map((each: object) => ({ ...each, cause }))
  return { ...result, result: { [arm]: { ...failure, cause, causes } } } as StoredResult
}

test.each(everyArm)('whatever a result that is $status may say is in both encodings', (result) => {
  const whole = full(result)
  const decoded = decodeResult(encodeResult(whole))
  expect(canonicalJson(decoded as unknown as JsonObject)).toBe(canonicalJson(whole as unknown as JsonObject))
  const said = [...new Set(pathsIn(decoded, ''))].sort()
  expect(said).toEqual([...pathsOf(resultArms[result.status] as Schema, '')].sort())
})
