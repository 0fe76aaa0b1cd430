import { type CapOSGrant, type CapOSManifest, capOSBundle, defineAuthorityProfile } from '@capbench/core'
import { encodeStream } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { judgeBundle } from '../../../src/verify/authority/bundle.ts'
import type { FinishedRun } from '../../../src/verify/finished-run.ts'

const profile = defineAuthorityProfile({ name: 'timed', terms: ['cpu', 'clock.monotonic'] })
const grants = capOSBundle(profile)
const device: CapOSGrant = { capability: 'BlockDevice', interfaceId: null, rights: ['read'] }
const nonce = 'a'.repeat(32)
const manifest = (own: readonly CapOSGrant[] = grants) =>
  ({ schema: 'capbench.capos-manifest/1', grants: own }) as unknown as CapOSManifest

/** A run whose program printed these bundles; nothing else of it matters. */
function judged(given: CapOSManifest | undefined, bundles: readonly (readonly CapOSGrant[])[], as = nonce) {
  const records = bundles.map((own) => ({ type: 'bundle', value: { grants: own.map((one) => ({ ...one })) } }))
  const bytes = encodeStream(as, { program: 'p', version: '1' }, records)
  const run = { record: { nonce }, channel: (name: string) => (name === 'records' ? bytes : new Uint8Array()) }
  return judgeBundle(run as unknown as FinishedRun, given === undefined ? {} : { manifest: { ...given } }, profile)
}

test('a manifest that was checked and a bundle that was seen are declared-and-checked', () => {
  expect(judged(manifest(), [grants])).toEqual({
    causes: [],
    seen: { standing: 'declared-and-checked', because: [], missing: [], unchecked: ['Timer'] },
  })
})

test.each([
  ['none was printed', []],
  ['two were printed', [grants, grants]],
])('what the program had is unobserved where %s', (_, bundles) => {
  expect(judged(manifest(), bundles).seen.standing).toBe('unobserved')
})

test('a bundle of another boot is none', () => {
  expect(judged(manifest(), [grants], 'f'.repeat(32)).seen.standing).toBe('unobserved')
})

test('without a manifest nothing was declared', () => {
  const { causes, seen } = judged(undefined, [grants])
  expect(causes).toEqual([])
  expect(seen).toMatchObject({ standing: 'unenforced', because: ['no manifest was given'] })
})

test('a capability too many is authority that was exceeded, declared or seen', () => {
  const [declared] = judged(manifest([...grants, device]), [grants]).causes
  expect(declared).toMatchObject({ reason: 'authority_exceeded' })
  expect(declared?.detail).toContain('the manifest grants BlockDevice(read), which no term of the profile timed needs')
  expect(judged(manifest(), [[...grants, device]]).causes[0]?.detail).toContain('the program found BlockDevice(read)')
  expect(judged(undefined, [[...grants, device]]).causes).toHaveLength(1)
})

test('a capability too few is told of and lowers nothing', () => {
  expect(judged(manifest([]), [[]]).seen).toMatchObject({ standing: 'declared-and-checked', missing: ['Timer(now)'] })
})
