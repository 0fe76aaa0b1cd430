import { expect, it } from 'vitest'
import { bareGuest } from '../../src/bare/guest.ts'
import { context } from '../helpers/run-guest.ts'

it.each([
  [4096, { usableMemoryBytes: 2 ** 31, envelope: { memoryBytes: 2 ** 32 } }],
  [2048, { envelope: { memoryBytes: 2 ** 31 } }],
])('of %i MiB the runtime uses no more than 2 GiB, and the facts say so', async (memoryMiB, facts) => {
  const found = await bareGuest({ accelerator: 'tcg', memoryMiB }).prepare(context)
  expect(found).toMatchObject(facts)
  expect('usableMemoryBytes' in found).toBe('usableMemoryBytes' in facts)
})
