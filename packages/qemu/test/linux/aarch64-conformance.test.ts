import type { Work } from '@capbench/core'
import { testTarget } from '@capbench/core/testing'
import { guestProgram } from '@capbench/guest'
import { beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { resolveKernel } from '../../src/kernel/resolve.ts'
import { linuxGuest } from '../../src/linux/guest.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { context, ofTestPrograms, recordsOf, runGuest } from '../helpers/run-guest.ts'

const guest = linuxGuest({ arch: 'aarch64', pin: [0], runFactor: 1 })
let missing = ''
beforeAll(async () => {
  const { unmet } = await guest.prepare(context)
  missing = unmet.map(({ need, detail }) => `${need}: ${detail}`).join('; ')
})

/** These boot 30 machines that x86 guests boot in every test run. */
function skipUnlessFull({ skip }: TestContext): void {
  if (process.env.CAPBENCH_FULL !== '1') skip('only with CAPBENCH_FULL=1')
  if (missing !== '') skip(missing)
}

const of = (name: 'bad' | 'proof-boot', ...args: readonly string[]): Work => ({
  form: 'program',
  program: guestProgram(name, 'aarch64'),
  args,
})

describe('an aarch64 guest', () => {
  it('keeps every promise of a target', { timeout: 600_000 }, async (ctx) => {
    skipUnlessFull(ctx)
    const { checks } = await testTarget(guest, {
      authority: ofTestPrograms,
      programs: {
        good: () => of('proof-boot'),
        exit1: () => of('bad', 'exit-1'),
        garbage: () => of('bad', 'garbage'),
        half: () => of('bad', 'half-record'),
        nothing: () => of('bad', 'empty'),
        hang: () => of('bad', 'hang'),
        flood: () => of('bad', 'flood'),
        crash: () => of('bad', 'segfault'),
      },
    })
    expect(checks.filter(({ outcome }) => outcome !== 'pass')).toEqual([])
    expect(checks.length).toBeGreaterThan(20)
  })

  it('is restored from a state as an x86 guest is, as often as wanted', async (ctx) => {
    skipUnlessFull(ctx)
    const { vmlinux: kernel } = await resolveKernel({ arch: 'aarch64' })
    const restored = linuxGuest({ arch: 'aarch64', snapshot: true, kernel, cacheDir: temporaryDirectory() })
    expect((await restored.prepare(context)).unmet).toEqual([])
    for (const fresh of [true, false]) {
      const run = await runGuest(restored, { program: guestProgram('proof-boot', 'aarch64'), vcpus: 2 })
      expect(run.end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 0 } })
      const records = recordsOf(run.channels.records, run.request.nonce)
      expect(records.map(({ type }) => type)).toEqual(['begin', 'proof', 'end'])
      expect(run.events).toContainEqual(
        expect.objectContaining({ name: 'snapshot', value: expect.objectContaining({ fresh }) }),
      )
    }
  })
})
