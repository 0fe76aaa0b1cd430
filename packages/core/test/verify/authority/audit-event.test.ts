import { defineAuthorityProfile } from '@capbench/core'
import { expect, test } from 'vitest'
import { auditCauses, auditEventOf } from '../../../src/verify/authority/audit-event.ts'

const plain = defineAuthorityProfile({ name: 'plain', terms: ['cpu'], posture: { filter: false } })
const special = defineAuthorityProfile({ name: 'special', terms: ['trace'], posture: { kernel: 'measurement' } })
const told = auditEventOf(special, 5)
if (told === undefined) throw new Error('a privileged profile is told of')

test('an ordinary profile is not told of, a privileged one with all that is privileged', () => {
  expect(auditEventOf(plain, 5)).toBeUndefined()
  expect(told).toEqual({ kind: 'privileged', atNs: 5, profile: 'special', parts: ['kernel=measurement', 'trace'] })
  expect(auditCauses([], plain)).toEqual([])
  expect(auditCauses([told], special)).toEqual([])
})

test.each([
  ['nothing was told', special, []],
  ['it was told twice', special, [told, told]],
  ['another profile was told of', special, [{ ...told, profile: 'other' }]],
  ['a part was left out', special, [{ ...told, parts: ['trace'] }]],
  ['an ordinary run is told of as privileged', plain, [told]],
])('a run does not count where %s', (_, profile, events) => {
  expect(auditCauses(events, profile)).toMatchObject([{ reason: 'records_lost' }])
})
