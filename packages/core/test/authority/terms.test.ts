import { comesWith, meaningOf, probedTerms, statsSources, type Term, terms, termsHeld, termsOn } from '@capbench/core'
import { expect, test } from 'vitest'

const vocabulary = Object.keys(terms) as Term[]
const systems = Object.entries(termsOn)

test('every term says in one sentence what it permits on each kind of system', () => {
  expect(systems.map(([name]) => name)).toEqual(['linux', 'bare', 'capos', 'other'])
  for (const [name, meanings] of [['any', terms], ...systems] as const) {
    expect(Object.keys(meanings).sort(), name).toEqual([...vocabulary].sort())
    for (const meaning of Object.values<string | { readonly permits: string }>(meanings)) {
      const sentence = typeof meaning === 'string' ? meaning : meaning.permits
      expect(sentence, name).toMatch(/^\S.{3,}[^.\s]$/)
      expect(sentence, name).not.toMatch(/[.!?]\s/)
    }
  }
})

test('every term is enforced, only observed or inherent on each system: this many', () => {
  const counts = systems.map(([name]) => [
    name,
    termsHeld('enforced', name).length,
    termsHeld('observed-only', name).length,
    termsHeld('inherent', name).length,
  ])
  expect(counts).toEqual([
    ['linux', 43, 0, 4],
    ['bare', 0, 0, 47],
    ['capos', 0, 43, 4],
    ['other', 0, 46, 1],
  ])
  expect(vocabulary).toHaveLength(47)
})

test('on Linux processor and clocks cannot be denied, and are the only ones', () => {
  expect(termsHeld('inherent', 'linux')).toEqual(['cpu', 'clock.monotonic', 'clock.cycles', 'clock.realtime'])
})

test('a system that is not known by name is held like every other', () => {
  expect(meaningOf('timer', 'plan9')).toBe(termsOn.other.timer)
  expect(meaningOf('timer', 'constructor')).toBe(termsOn.other.timer)
  expect(meaningOf('timer', 'linux')).toBe(termsOn.linux.timer)
})

test('there is a term for every source of counters, and none for all of them', () => {
  const stats = vocabulary.filter((term) => term.startsWith('stats'))
  expect(stats).toEqual(statsSources.map((source) => `stats.read(${source})`))
})

test('a probe is due for every enforced term that is not granted, and that is not part of one that is', () => {
  expect(probedTerms([])).toEqual(termsHeld('enforced', 'linux'))
  expect(probedTerms(vocabulary)).toEqual([])
  for (const term of termsHeld('enforced', 'linux')) expect(probedTerms([term])).not.toContain(term)
  expect(probedTerms(['net.external'])).not.toContain('net.loopback')
  expect(probedTerms(['net.loopback'])).toContain('net.external')
  expect(comesWith).toEqual({ 'net.loopback': ['net.external'] })
})
