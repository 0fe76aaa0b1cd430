import type { Work } from '@capbench/core'
import { testTarget } from '@capbench/core/testing'
import { guestProgram } from '@capbench/guest'
import { readHostTopology } from '@capbench/host'
import { linuxGuest } from '@capbench/qemu'
import { expect, test } from 'vitest'
import { ofTestPrograms } from '../helpers/run-guest.ts'

const bad = (mode: string) => (): Work => ({ form: 'program', program: guestProgram('bad'), args: [mode] })

test('the Linux guest keeps every promise of a target', { timeout: 600_000 }, async () => {
  const { passed, checks } = await testTarget(linuxGuest({ accelerator: 'tcg', pin: [0], runFactor: 1 }), {
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

test('with a CPU for each vCPU too, and says which had which', { timeout: 600_000 }, async (ctx) => {
  const pin = { policy: 'list', cpus: [0, 1], vcpus: 'each' } as const
  const allowed = readHostTopology().allowed
  if (!pin.cpus.every((cpu) => allowed.includes(cpu))) ctx.skip(`CPUs 0 and 1 are wanted, allowed are ${allowed}`)
  const { checks } = await testTarget(linuxGuest({ accelerator: 'tcg', pin }), {
    vcpus: 2,
    authority: ofTestPrograms,
    programs: { good: () => ({ form: 'program', program: guestProgram('proof-boot'), args: [] }) },
  })
  expect(checks.filter(({ outcome }) => outcome === 'fail')).toEqual([])
  expect(checks).toContainEqual({ name: 'the placement is read back', outcome: 'pass', details: [] })
})
