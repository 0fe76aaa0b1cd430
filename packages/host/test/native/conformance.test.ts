import type { Work } from '@capbench/core'
import { testTarget } from '@capbench/core/testing'
import { guestProgram } from '@capbench/guest'
import { nativeHost } from '@capbench/host'
import { expect, test } from 'vitest'
import { ofTestPrograms } from './recording.ts'

const bad = (mode: string) => (): Work => ({ form: 'program', program: guestProgram('bad'), args: [mode] })

test('the native host keeps every promise of a target', async () => {
  const { passed, checks } = await testTarget(nativeHost(), {
    authority: ofTestPrograms,
    programs: {
      good: () => ({ form: 'program', program: guestProgram('proof-boot'), args: [] }),
      exit1: bad('exit-1'),
      garbage: bad('garbage'),
      half: bad('half-record'),
      nothing: bad('empty'),
      hang: bad('hang'),
      flood: bad('flood'),
      crash: bad('segfault'),
    },
  })
  expect(checks.filter(({ outcome }) => outcome !== 'pass')).toEqual([])
  expect(passed).toBe(true)
  expect(checks.length).toBeGreaterThan(20)
})
