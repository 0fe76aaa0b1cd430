import { CapbenchError } from '@capbench/core'
import { expect, it, vi } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { context } from '../helpers/run-guest.ts'

const missing = vi.hoisted(() => ({ name: '' }))
vi.mock('@capbench/guest', async (original) => {
  const guest = await original<typeof import('@capbench/guest')>()
  const guestProgram: typeof guest.guestProgram = (name, arch) => {
    if (name === missing.name) throw new CapbenchError('CAPBENCH_MISSING', `the program ${name} is not built`)
    return guest.guestProgram(name, arch)
  }
  return { ...guest, guestProgram }
})

it.each(['init', 'capbench-launch', 'counter-rate'])('%s that is not built is an unmet need', async (name) => {
  missing.name = name
  const facts = await linuxGuest({ accelerator: 'tcg', cacheDir: temporaryDirectory() }).prepare(context)
  expect(facts.unmet).toEqual([
    {
      need: 'guest programs',
      detail: `the program ${name} is not built`,
      remedy: expect.stringContaining('Build @capbench/guest'),
    },
  ])
})
