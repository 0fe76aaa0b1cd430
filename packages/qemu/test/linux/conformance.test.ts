import type { Work } from '@capbench/core'
import { testTarget } from '@capbench/core/testing'
import { guestProgram } from '@capbench/guest'
import { linuxGuest } from '@capbench/qemu'
import { expect, test } from 'vitest'

const bad = (mode: string) => (): Work => ({ form: 'program', program: guestProgram('bad'), args: [mode] })

test('the Linux guest keeps every promise of a target', { timeout: 600_000 }, async () => {
  const { passed, checks } = await testTarget(linuxGuest({ accelerator: 'tcg', pin: [0], runFactor: 1 }), {
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
