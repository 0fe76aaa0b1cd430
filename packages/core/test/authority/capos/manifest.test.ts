import {
  type CapOSGrant,
  capOSBundle,
  capOSTerms,
  checkBundle,
  checkManifest,
  defineAuthorityProfile,
  terms,
} from '@capbench/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const profile = defineAuthorityProfile({ name: 'timed', terms: ['cpu', 'clock.monotonic', 'timer', 'process.spawn'] })
const timer: CapOSGrant = { capability: 'Timer', interfaceId: null, rights: ['now', 'sleep'] }
const spawner: CapOSGrant = { capability: 'ProcessSpawner', interfaceId: null, rights: ['spawn'] }
const handle: CapOSGrant = { capability: 'ProcessHandle', interfaceId: null, rights: ['wait'] }
const manifest = (grants: readonly CapOSGrant[], more: object = {}) => ({
  schema: 'capbench.capos-manifest/1',
  grants,
  ...more,
})

test('a profile comes to each capability once, with all rights of its terms', () => {
  expect(capOSBundle(profile)).toEqual([handle, spawner, timer])
  expect(capOSBundle({ terms: ['cpu', 'signal'] })).toEqual([])
  expect(capOSBundle(profile, { Timer: '0xabc' })[2]).toEqual({ ...timer, interfaceId: '0xabc' })
})

test('every term has a meaning on capOS, and no capability is invented with an id', () => {
  expect(Object.keys(capOSTerms).sort()).toEqual(Object.keys(terms).sort())
  const all = capOSBundle({ terms: Object.keys(terms) as (keyof typeof terms)[] })
  expect(all.length).toBeGreaterThan(10)
  expect(all.every(({ interfaceId }) => interfaceId === null)).toBe(true)
})

describe('a manifest', () => {
  test('that grants what the profile needs has nothing extra and misses nothing', () => {
    expect(checkManifest(manifest([timer, spawner, handle]), profile)).toEqual({
      extra: [],
      missing: [],
      unchecked: ['ProcessHandle', 'ProcessSpawner', 'Timer'],
    })
  })

  test('that grants more names capability and rights', () => {
    const device: CapOSGrant = { capability: 'BlockDevice', interfaceId: null, rights: ['read'] }
    const wide = { ...spawner, rights: ['createPipe', 'spawn'] }
    const { extra, missing } = checkManifest(manifest([device, timer, wide]), profile)
    expect(extra).toEqual([device, { ...spawner, rights: ['createPipe'] }])
    expect(missing).toEqual([handle])
  })

  test('whose capability serves another interface is another capability', () => {
    const given = manifest([{ ...timer, interfaceId: '0x1' }, spawner, handle], { interfaces: { Timer: '0x2' } })
    const { extra, missing, unchecked } = checkManifest(given, profile)
    expect(extra).toMatchObject([{ capability: 'Timer', interfaceId: '0x1' }])
    expect(missing).toMatchObject([{ capability: 'Timer', interfaceId: '0x2' }])
    expect(unchecked).not.toContain('Timer')
  })

  test.each([
    undefined,
    null,
    7,
    {},
    manifest([]).grants,
    { schema: 'other', grants: [] },
    manifest([{ ...timer, interfaceId: 'x' }]),
  ])('that is none is refused: %j', (given) => {
    expect(() => checkManifest(given, profile)).toThrow('capbench.capos-manifest/1')
  })
})

test('a bundle equals itself in any order, and anything added is extra', () => {
  const grant = fc.record({
    capability: fc.constantFrom('A', 'B', 'C'),
    interfaceId: fc.constantFrom(null, '0x1', '0x2'),
    rights: fc.uniqueArray(fc.constantFrom('r', 'w', 'x'), { minLength: 1 }),
  })
  fc.assert(
    fc.property(fc.array(grant, { maxLength: 6 }), (bundle) => {
      expect(checkBundle([...bundle].reverse(), bundle)).toMatchObject({ extra: [], missing: [] })
      const more = { capability: 'D', interfaceId: null, rights: ['r'] }
      expect(checkBundle([...bundle, more], bundle).extra).toEqual([more])
      expect(checkBundle(bundle, [...bundle, more]).missing).toEqual([more])
    }),
  )
})
