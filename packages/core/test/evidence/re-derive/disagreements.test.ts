import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../../src/define/json.ts'
import { mayLack } from '../../../src/evidence/re-derive/added-members.ts'
import { ageOf } from '../../../src/evidence/re-derive/age.ts'
import { type Allowance, disagreements } from '../../../src/evidence/re-derive/disagreements.ts'

const nothing: Allowance = { mayAdd: false, mayLack: () => false }
const told = (stored: JsonValue, own: JsonValue, allowance = nothing) => disagreements(stored, own, allowance)

describe('two values agree', () => {
  test('where they are the same, whatever they hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => told(value as JsonValue, value as JsonValue).length === 0),
    )
  })

  test('where numbers that are no integers lie within 1e-9 of each other, at any size', () => {
    const sizes = fc.double({ min: 1e-300, max: 1e14, noNaN: true }).filter((value) => !Number.isInteger(value))
    fc.assert(
      fc.property(sizes, fc.boolean(), (value, negative) => {
        const signed = negative ? -value : value
        expect(told([signed * (1 + 5e-10)], [signed])).toEqual([])
        expect(told([signed * (1 + 3e-9)], [signed])).toHaveLength(1)
        expect(told([-signed], [signed])).toHaveLength(1)
      }),
    )
  })

  test('where a sentence says the same numbers in other words', () => {
    const [said, reworded] = ['median speedup is 1.996x, at least 1.6x', 'speedup 1.996 of the medians; wanted 1.6']
    expect(told({ detail: reworded }, { detail: said })).toEqual([])
    expect(told({ review: [reworded] }, { review: [said] })).toEqual([])
    expect(told({ detail: reworded.replace('1.996', '2.996') }, { detail: said })).toHaveLength(1)
    expect(told({ review: [] }, { review: [said] })).toHaveLength(1)
    expect(told({ claim: reworded }, { claim: said })).toHaveLength(1)
  })
})

test.each<[string, JsonValue, JsonValue]>([
  ['integer that is one off', { runs: 1_000_000_000_001 }, { runs: 1_000_000_000_000 }],
  ['status', { status: 'passed' }, { status: 'invalid' }],
  ['flag', { flagged: false }, { flagged: true }],
  ['label that is missing', { labels: ['a'] }, { labels: ['a', 'b'] }],
  ['label more', { labels: ['a', 'b'] }, { labels: ['a'] }],
  ['order of labels', { labels: ['b', 'a', 'a'] }, { labels: ['a', 'a', 'a'] }],
  ['number as text', { median: '1.5' }, { median: 1.5 }],
  ['null for a number', { interval: null }, { interval: { lower: 1 } }],
  ['number where none follows', { noiseFloor: 0.5 }, { noiseFloor: null }],
  ['list for an object', { a: [] }, { a: {} }],
  ['member more', { a: 1, verified: true }, { a: 1 }],
  ['member less', { a: 1 }, { a: 1, review: [] }],
  ['member of the prototype instead', {}, { toString: 'own' }],
])('another %s is told of, with its place', (_what, stored, own) => {
  expect(told(stored, own)).toHaveLength(1)
  expect(told(stored, own)[0]).toContain('/')
})

test('a newer version may say more, and lacks nothing', () => {
  const newer: Allowance = { mayAdd: true, mayLack: () => false }
  expect(told({ a: 1, later: { verdict: 'pass' } }, { a: 1 }, newer)).toEqual([])
  expect(told({ later: 1 }, { a: 1 }, newer)).toEqual(['/a is missing'])
  expect(told({ a: 2, later: 1 }, { a: 1 }, newer)).toHaveLength(1)
})

test('an older version may lack what was added since, and nothing else', () => {
  const added = [{ since: '0.3.0', file: 'analysis.json', member: '/gates/*/holm' }] as const
  const own = { gates: [{ holm: 0.1, verdict: 'pass' }] }
  const stored = { gates: [{ verdict: 'pass' }] }
  const by = (made: string, path = 'analysis.json') =>
    told(stored, own, { mayAdd: false, mayLack: mayLack(path, made, added) })
  expect(by('0.2.9')).toEqual([])
  expect(by('0.3.0')).toEqual(['/gates/0/holm is missing'])
  expect(by('0.2.9', 'results/a/b/c/d.json')).toHaveLength(1)
  expect(
    told({ gates: [{ holm: 0.1 }] }, own, { mayAdd: false, mayLack: mayLack('analysis.json', '0.2.9', added) }),
  ).toEqual(['/gates/0/verdict is missing'])
})

test.each([
  ['0.1.0', '0.1.0', 'same'],
  ['0.1.0', '0.2.0', 'older'],
  ['0.10.0', '0.9.9', 'newer'],
  ['1.0.0', '0.99.99', 'newer'],
  ['1.0.0-next.1', '1.0.0', 'older'],
  ['1.0.0', '1.0.0-next.1', 'newer'],
  ['1.0.0-next.1', '1.0.0-next.2', 'same-release'],
])('evidence of %s is to %s: %s', (made, own, age) => {
  expect(ageOf(made, own)).toBe(age)
})

test.each(['', '1', 'latest', '1.0', '1.0.0\n', '9999999999.0.0', '1.0.0-\u202e'])('%j is no version', (made) => {
  expect(() => ageOf(made, '0.1.0')).toThrow('no version')
})
