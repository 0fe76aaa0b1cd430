import { fileURLToPath } from 'node:url'
import type { Work } from '@capbench/core'
import { testTarget } from '@capbench/core/testing'
import { bareGuestProgram, buildBareProgram } from '@capbench/guest'
import { expect, it } from 'vitest'
import { bareGuest } from '../../src/bare/guest.ts'
import { temporaryDirectory } from '../helpers/directory.ts'

it('keeps the contract of every target', async () => {
  const root = fileURLToPath(new URL('.', import.meta.url))
  const outDir = temporaryDirectory()
  const program = await buildBareProgram({ name: 'broken', root, sources: ['broken.c'], outDir })
  const broken = (mode: string) => (): Work => ({ form: 'program', program, args: [mode] })
  const { passed, checks } = await testTarget(bareGuest({ accelerator: 'tcg', pin: [0], runFactor: 1 }), {
    programs: {
      good: () => ({ form: 'program', program: bareGuestProgram('proof-boot'), args: [] }),
      exit1: broken('fail'),
      garbage: broken('garbage'),
      half: broken('half'),
      nothing: broken('nothing'),
      hang: broken('hang'),
      flood: broken('flood'),
      crash: broken('fault'),
    },
  })
  expect(checks.filter(({ outcome }) => outcome !== 'pass')).toEqual([])
  expect(passed).toBe(true)
})
