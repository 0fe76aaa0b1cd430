import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assertName,
  campaignIdPattern,
  isCampaignId,
  isEvidencePath,
  isName,
  makeCampaignId,
  slugOf,
} from '../../src/evidence/paths.ts'

describe('names', () => {
  it.each(['a', '0', 'smp8-smt', 'a..b', 'timing.jsonl', 'x_1.0', 'a'.repeat(64)])('accepts %j', (name) => {
    expect(isName(name)).toBe(true)
  })

  it.each([
    '',
    '.',
    '..',
    '...',
    '.hidden',
    '-rf',
    '_x',
    'A',
    'smp1 ',
    'a/b',
    'a\\b',
    'a\0',
    'a\n',
    'é',
    '~',
    '%2e',
    'a:b',
    'a'.repeat(65),
    1,
    null,
    undefined,
    ['a'],
  ])('refuses %j', (name) => {
    expect(isName(name)).toBe(false)
    expect(() => assertName('case name', name)).toThrow(
      expect.objectContaining({ code: 'CAPBENCH_DEFINITION', message: expect.stringContaining('case name') }),
    )
  })

  it('cannot be made of anything that a path treats specially', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('.', '-', '_', 'a', '0', '/', '\0', 'A', '\n'), maxLength: 5 }),
        (name) => {
          expect(isName(name)).toBe(!/[^a-z0-9._-]|^[^a-z0-9]/.test(name) && name !== '')
        },
      ),
    )
  })
})

describe('evidence paths', () => {
  it.each([
    'config.json',
    'raw/smp-primes/linux-guest/smp8-smt/001/records.log',
    'a/b/c/d/e/f/g/h',
    `${'a'.repeat(64)}/${'b'.repeat(64)}/${'c'.repeat(64)}/${'d'.repeat(5)}`,
  ])('accepts %s', (path) => {
    expect(isEvidencePath(path)).toBe(true)
  })

  it.each([
    '',
    '/',
    '/etc/passwd',
    'a/',
    '/a',
    'a//b',
    'a/./b',
    'a/../b',
    '../a',
    '..',
    'a/b/c/d/e/f/g/h/i',
    'raw/A',
    'raw/a\0',
    'raw\\a',
    `${'a'.repeat(64)}/${'b'.repeat(64)}/${'c'.repeat(64)}/${'d'.repeat(6)}`,
    7,
  ])('refuses %j', (path) => {
    expect(isEvidencePath(path)).toBe(false)
  })
})

describe('campaign ids', () => {
  it('are made of the UTC second, the slug and the random part', () => {
    expect(makeCampaignId(new Date('2026-11-22T04:33:07.999Z'), slugOf('smp.primes_v2'), '0123abcd')).toBe(
      '20261122T043307Z-smp-primes-v2-0123abcd',
    )
  })

  it('obey their own grammar whatever they are made of', () => {
    const slug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/)
    const date = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
    fc.assert(
      fc.property(date, slug, fc.stringMatching(/^[0-9a-f]{8}$/), (when, name, random) => {
        expect(makeCampaignId(when, name, random)).toMatch(campaignIdPattern)
      }),
    )
  })

  it.each([
    [new Date(Number.NaN), 'a', '00000000'],
    [new Date(8.64e15), 'a', '00000000'],
    [new Date(0), 'a.b', '00000000'],
    [new Date(0), '', '00000000'],
    [new Date(0), '../a', '00000000'],
    [new Date(0), 'a', '0000000'],
    [new Date(0), 'a', '0000000G'],
  ])('refuse bad parts: %s %s %s', (date, slug, random) => {
    expect(() => makeCampaignId(date, slug, random)).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
  })

  it.each(['20261122T043307Z-a-0123ABCD', '20261122t043307z-a-01234567', '20261122T043307Z-a/b-01234567', '', 3])(
    'are not %j',
    (id) => {
      expect(isCampaignId(id)).toBe(false)
    },
  )
})
