import { bareGuestProgram } from '@capbench/guest'
import { expect, it } from 'vitest'
import { imageGuest } from '../../../src/image-guest/guest.ts'
import { recordsOf } from '../../helpers/run-guest.ts'
import { runImage, story } from '../support/run-image.ts'

/** A multiboot kernel that brings up every CPU and prints records with the nonce of its command line. */
const common = {
  name: 'kernel',
  system: 'toy',
  kernel: bareGuestProgram('proof-boot').path,
  append: '-- {nonce}',
  accelerator: 'tcg',
  memoryMiB: 32,
  exit: { by: 'debug-exit', code: 33 },
} as const

it('a multiboot kernel with two CPUs learns its nonce, and prints its records on the only console', async () => {
  const run = await runImage(imageGuest(common), [], { vcpus: 2 })
  expect(run.end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 33 } })
  const records = recordsOf(run.console, run.nonce)
  expect(records.map(({ type }) => type)).toEqual(['begin', 'proof', 'end'])
  expect(JSON.parse(records[1]?.json ?? '')).toMatchObject({ cpus: 2, spawned: true })
  expect(story(run)).toEqual(['launch', 'boot', 'run'])
})

it('pins its vCPU as every other guest does, read back at both ends', async () => {
  const guest = imageGuest({ ...common, pin: { policy: 'list', cpus: [0], vcpus: 'each' } })
  const run = await runImage(guest, [])
  expect(run.end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 33 } })
  const readings = run.events.filter((event) => event.kind === 'affinity')
  expect(readings.map(({ when }) => when)).toEqual(['start', 'end'])
  for (const { vcpus } of readings) expect(vcpus).toMatchObject([{ index: 0, cpu: 0 }])
})
