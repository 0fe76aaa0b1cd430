import { guestProgram } from '@capbench/guest'
import { assert, beforeAll, describe, expect, it } from 'vitest'
import { linuxGuestSettings } from '../../src/linux/options.ts'
import type { GuestClock } from '../../src/linux/parameters.ts'
import { findParts, type ReadyGuest, readyGuest } from '../../src/linux/prepare.ts'
import { executeRun } from '../../src/linux/run.ts'
import { context, type GuestRun, recordsOf, runGuest } from '../helpers/run-guest.ts'

let ready: ReadyGuest
beforeAll(async () => {
  const settings = linuxGuestSettings({ accelerator: 'tcg' })
  const found = readyGuest(settings, await findParts(settings, context))
  assert(found, 'these tests boot a real guest, and something is missing')
  ready = found
})

/** Runs a program that sleeps seven times for 10 ms in a guest whose kernel gets to know its TSC in this way. */
const runWith = (clock: GuestClock): Promise<GuestRun> =>
  runGuest(
    { execute: (request, sink, signal) => executeRun({ ...ready, clock }, request, sink, signal) },
    { program: guestProgram('counter-rate') },
  )

const reported = ({ channels, request }: GuestRun, type: string): Record<string, unknown> =>
  JSON.parse(recordsOf(channels.launcher, request.launcherNonce).find((one) => one.type === type)?.json ?? '{}')

/** The span of the program in milliseconds, by the guest and by the host. */
function spans(run: GuestRun): { readonly guest: number; readonly host: number } {
  const [started, exited] = [reported(run, 'started').monotonicNs, reported(run, 'exited').monotonicNs]
  const facts = run.events.flatMap((event) => (event.kind === 'fact' && event.name === 'program-span' ? [event] : []))
  return { guest: (Number(exited) - Number(started)) / 1e6, host: Number(facts[0]?.value.hostNs) / 1e6 }
}

describe('the clock of a Linux guest', () => {
  it('is final before the program starts, also where the kernel had to measure it', async () => {
    const run = await runWith({ kind: 'measured' })
    expect(run.end.exit).toEqual({ kind: 'exited', code: 33 })
    expect(reported(run, 'system').clocksource).toBe('tsc')
  })

  it('has the rate that the kernel was given, and stays as it was from the start', async (ctx) => {
    if (ready.clock.kind !== 'given') return ctx.skip('the rate of the TSC of this host is not known')
    const run = await runWith(ready.clock)
    expect(run.end.exit).toEqual({ kind: 'exited', code: 33 })
    expect(reported(run, 'system').clocksource).toBe('tsc-early')
    expect(spans(run).guest).toBeGreaterThan(70)
  })

  it('that runs at another rate is seen beside the clock of the host', async (ctx) => {
    if (ready.clock.kind !== 'given') return ctx.skip('the rate of the TSC of this host is not known')
    const run = await runWith({ kind: 'given', tscKHz: 10 * Number(ready.clock.tscKHz) })
    expect(run.end.exit).toEqual({ kind: 'exited', code: 33 })
    const { guest, host } = spans(run)
    expect(host / guest).toBeGreaterThan(5)
    expect(host - guest).toBeGreaterThan(400) // more than core's clockTrouble lets pass on a quiet host
  })
})
