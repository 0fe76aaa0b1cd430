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
type Made = Parameters<typeof defineAuthorityProfile>[0]
const isMixed = ({ terms: some }: Pick<Made, 'terms'>) =>
  some.includes('io.uring') && some.some((term) => /^(file|net)/.test(term))
const anything: fc.Arbitrary<Made> = fc
  .record({ terms: fc.subarray(Object.keys(terms) as Term[]), posture })
  .map((made) => ({ name: 'p', ...made }))
const profile: fc.Arbitrary<AuthorityProfile> = anything
  .filter((made) => !isMixed(made) || made.posture?.filter === false)
  .map((made) => defineAuthorityProfile(made))
/** Profiles that may be combined: rings are left to the tests that are about them. */
const ringless = profile.filter((made) => !made.terms.includes('io.uring'))

test('isWithin is reflexive and transitive', () => {
  fc.assert(
    fc.property(ringless, ringless, ringless, (a, b, c) => {
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
    fc.property(ringless, ringless, profile, (a, b, c) => {
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

test('combine does not care for order or repetition', () => {
  fc.assert(
    fc.property(ringless, ringless, (a, b) => {
      const [one, other] = [combine('one', a, b), combine('other', b, a, b)]
      expect(isWithin(one, other) && isWithin(other, one)).toBe(true)
      const same = combine('same', a, a)
      expect(isWithin(same, a) && isWithin(a, same)).toBe(true)
    }),
  )
})

test('a ring beside files or the network is refused under the filter, and only there', () => {
  fc.assert(
    fc.property(anything, (made) => {
      const refused = isMixed(made) && made.posture?.filter !== false
      if (refused) expect(() => defineAuthorityProfile(made)).toThrow('operations of a ring')
      else expect(defineAuthorityProfile(made).terms).toEqual(made.terms)
    }),
  )
  const ring = defineAuthorityProfile({ name: 'ring', terms: ['cpu', 'io.uring'] })
  const files = defineAuthorityProfile({ name: 'files', terms: ['file.read'] })
  expect(() => combine('both', ring, files)).toThrow('profile both has io.uring and file.read under the filter')
})

test.each<[string, object, string]>([
  ['an unknown term', { terms: ['cpu', 'net'] }, 'names the term "net"; known terms are cpu, '],
  ['a term of every object', { terms: ['constructor'] }, 'names the term "constructor"'],
  ['every source of counters at once', { terms: ['stats.read'] }, 'names the term "stats.read"'],
  ['a repeated term', { terms: ['cpu', 'timer', 'cpu'] }, 'names the term "cpu" twice'],
  ['an unknown part', { terms: [], deny: ['cpu'] }, 'has no option "deny"'],
  ['an unknown part of the posture', { terms: [], posture: { debug: true } }, 'has no option "debug"'],
])('a profile with %s is refused', (_, made, message) => {
  expect(() => defineAuthorityProfile({ name: 'p', ...made } as Made)).toThrow(message)
})
