import {
  type AuthorityProfile,
  attenuate,
  combine,
  defineAuthorityProfile,
  isWithin,
  type Term,
  terms,
} from '@capbench/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const posture = fc.record({
  kernel: fc.constantFrom('normal' as const, 'measurement' as const),
  tracing: fc.boolean(),
  validation: fc.boolean(),
  filter: fc.boolean(),
  fastPaths: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
})
const profile: fc.Arbitrary<AuthorityProfile> = fc
  .record({ terms: fc.subarray(Object.keys(terms) as Term[]), posture })
  .map((made) => defineAuthorityProfile({ name: 'p', ...made }))

test('isWithin is reflexive and transitive', () => {
  fc.assert(
    fc.property(profile, profile, profile, (a, b, c) => {
      expect(isWithin(a, a)).toBe(true)
      if (isWithin(a, b) && isWithin(b, c)) expect(isWithin(a, c)).toBe(true)
      const larger = combine('larger', a, b)
      const largest = combine('largest', larger, c)
      expect(isWithin(a, largest)).toBe(true)
    }),
  )
})

test('isWithin both ways means the same authority', () => {
  fc.assert(
    fc.property(profile, profile, (a, b) => {
      const same = isWithin(a, b) && isWithin(b, a)
      const sets = [a, b].map(({ terms: held, posture: p }) =>
        JSON.stringify([[...held].sort(), p.kernel, p.tracing, p.validation, p.filter, [...p.fastPaths].sort()]),
      )
      expect(same).toBe(sets[0] === sets[1])
    }),
  )
})

test('attenuating permits less, of exactly the terms that were dropped', () => {
  fc.assert(
    fc.property(profile, fc.nat(), (a, pick) => {
      const dropped = a.terms.filter((_, index) => (pick >> index) % 2 === 1)
      const less = attenuate(a, ...dropped)
      expect(isWithin(less, a)).toBe(true)
      expect(isWithin(a, less)).toBe(dropped.length === 0)
      expect([...less.terms, ...dropped].sort()).toEqual([...a.terms].sort())
    }),
  )
})

test('combine is the least upper bound', () => {
  fc.assert(
    fc.property(profile, profile, profile, (a, b, c) => {
      const both = combine('both', a, b)
      expect(isWithin(a, both) && isWithin(b, both)).toBe(true)
      if (isWithin(a, c) && isWithin(b, c)) expect(isWithin(both, c)).toBe(true)
    }),
  )
})

test.each<[string, Parameters<typeof defineAuthorityProfile>[0]['posture'] & object]>([
  ['a measurement kernel', { kernel: 'measurement' }],
  ['tracing', { tracing: true }],
  ['no validation', { validation: false }],
  ['no filter', { filter: false }],
  ['a fast path', { fastPaths: ['x'] }],
])('%s is wider than the normal posture', (_, change) => {
  const normal = defineAuthorityProfile({ name: 'normal', terms: ['cpu'] })
  const wider = defineAuthorityProfile({ name: 'wider', terms: ['cpu'], posture: change })
  expect(isWithin(wider, normal)).toBe(false)
  expect(isWithin(normal, wider)).toBe(true)
})
